"""Articles, policies and proposals are found from the day they may be read, and not before or after."""

import pytest

from content.actions import edit_article, publish_article, withdraw_article, write_article
from governance.actions import establish_policy
from search.engine import Filters, find
from tests.governance.conftest import AFTER, BEFORE, close, make_old, make_proposal

pytestmark = pytest.mark.django_db
PUBLISHED = Filters(kinds=("article", "policy", "proposal"))


@pytest.fixture
def article(evangelist, space, board, delivered):
    draft = write_article(
        author=evangelist, space=space, title="Dialling in", source="Grind *finer* slowly.", standfirst="Three shots."
    )  # fmt: skip
    delivered()
    return draft


def kinds(query, viewer) -> list[str]:
    return [each.kind for each in find(query, viewer=viewer, filters=PUBLISHED).found]


def test_draft_is_not_found_published_is_withdrawn_is_not(visitor, evangelist, article, delivered):
    assert kinds("dialling", visitor) == kinds("dialling", evangelist) == []
    publish_article(member=evangelist, article=article)
    delivered()
    for words in ("dialling", "three shots", "finer"):
        assert kinds(words, visitor) == ["article"], words
    edit_article(
        member=evangelist, article=article, title="Dialling in", source="Grind coarser.", standfirst="Four shots."
    )  # fmt: skip
    delivered()
    assert kinds("finer", visitor) == []
    assert kinds("coarser", visitor) == ["article"]
    withdraw_article(member=evangelist, article=article)
    assert kinds("coarser", visitor) == [], "before the index knows"
    delivered()
    assert kinds("coarser", visitor) == []


def test_policy_is_found_as_it_reads_in_force(visitor, member, outsider, manager, board, delivered):
    policy = establish_policy(
        member=manager, slug="house-rules", title="House rules", source=BEFORE
    )
    delivered()
    assert kinds("links to shops", visitor) == ["policy"]
    assert kinds("answer the question", visitor) == []
    make_old(member, outsider, manager)
    proposal = make_proposal(manager, policy, source=AFTER)
    delivered()
    assert kinds("half of the good answers", visitor) == ["proposal"]
    close(proposal)
    delivered()
    policy.refresh_from_db()
    in_force = policy.versions.get(superseded_at=None)
    assert ("policy" in kinds("answer the question", visitor)) == (in_force.number == 2)
