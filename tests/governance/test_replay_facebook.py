"""Both votes that Facebook held, replayed: by the code, ballot by ballot through the public file, and on their page."""

import io
import json
from hashlib import sha256

import pytest
from django.test import Client
from django.urls import reverse

from governance.counting import merkle
from governance.counting.facebook import VOTE_2009, VOTE_2012, PastVote, replay
from governance.counting.methods import count
from governance.counting.outcome import Outcome, Rules, Tier, decide
from governance.counting.profile import NO, YES, Profile, Question
from governance.counting.tally_file import Ballot, rules_facts, tally_facts, write_tally
from tests.governance.test_recount_tally import wrong
from tools import recount


def test_april_2009_is_advisory() -> None:
    found = replay(VOTE_2009)

    assert found.counted.ballots == 665_654
    assert f"{found.yes_percent:.2f}" == "74.37"
    assert found.decision.needed_to_bind == 60_000_000
    assert (found.decision.outcome, found.decision.tier) == (Outcome.ADOPTED, Tier.ADVISORY)
    assert f"{found.turnout_percent:.2f}" == "0.33"


def test_december_2012_is_advisory() -> None:
    found = replay(VOTE_2012)

    assert found.counted.rounds[0]["counts"] == {"1": 79_731, "2": 589_141}
    assert found.counted.ballots == 668_872
    assert found.decision.needed_to_bind == 300_000_000
    assert (found.decision.outcome, found.decision.tier) == (Outcome.REJECTED, Tier.ADVISORY)


@pytest.mark.parametrize("vote", [VOTE_2009, VOTE_2012], ids=["2009", "2012"])
def test_a_thousandth_of_each_recounted_from_its_file(vote: PastVote) -> None:
    """The same shares with a thousandth of the ballots, of a roll of 20,000: enough to advise, too few to bind."""
    yes, no = vote.yes // 1000, vote.no // 1000
    choices = [(YES,)] * yes + [(NO,)] * no
    ballots = sorted(
        (Ballot(sha256(b"%d" % number).digest(), choice) for number, choice in enumerate(choices)),
        key=lambda each: each.receipt,
    )
    question, rules = Question.yes_no(), Rules(binding_quorum_percent=30)
    root = merkle.root(merkle.leaf(each.line()) for each in ballots)
    counted = count(question, Profile.of(choices), root=root)
    decision = decide(question, counted, rules, roll_size=20_000)
    entries = sorted(sha256(b"member %d" % number).digest() for number in range(20_000))
    head = {
        "vote": {"id": 1, "title": f"Facebook {vote.closed.year}"},
        "rules": rules_facts(question, {YES: "new terms", NO: "terms in force"}, rules),
        "roll": {"size": 20_000, "root": merkle.root(map(merkle.leaf, entries)).hex()},
        "receipt_roots": {"public_key": "", "roots": []},
        "tally": tally_facts(counted, decision),
        "root": root.hex(),
    }
    out = io.StringIO()
    write_tally(out, head, entries=entries, superseded=[], ballots=ballots)

    assert wrong(json.loads(out.getvalue())) == []
    assert decision.tier == Tier.ADVISORY
    assert decision.outcome == replay(vote).decision.outcome


@pytest.mark.django_db
def test_page_shows_both(client: Client) -> None:
    page = client.get(reverse("governance:history")).content.decode()

    for figure in ("495,047", "170,607", "665,654", "74.37", "60,000,000", "0.33"):
        assert figure in page
    for figure in ("79,731", "589,141", "668,872", "300,000,000", "11.92"):
        assert figure in page


@pytest.mark.django_db
def test_program_is_handed_out_as_it_stands(client: Client) -> None:
    answer = client.get(reverse("governance:recount_tool"))

    assert answer["Content-Type"].startswith("text/x-python")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.content.decode() == open(recount.__file__).read()  # noqa: PTH123, SIM115
