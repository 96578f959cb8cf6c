"""What the tables and the pages call methods, majorities, outcomes and tiers is what the pure code of counting calls them."""

import pytest

from governance.counting.outcome import Majority, Outcome, Tier
from governance.counting.profile import Method
from governance.models import Proposal, Tally


@pytest.mark.parametrize(
    ("kept", "counted"),
    [
        (Proposal.Method, Method), (Proposal.Majority, Majority), (Tally.Outcome, Outcome), (Tally.Tier, Tier),
    ],
)  # fmt: skip
def test_both_know_the_same_words(kept: type, counted: type) -> None:
    assert set(kept.values) == {str(each) for each in counted}
