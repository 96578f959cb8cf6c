"""What a person may not read is in no result, no count, no suggestion and no snippet."""

import pytest

from events.models import Delivery
from forums.actions import delete_post, hide_post, unhide_post
from search.engine import find, put, similar
from search.models import SearchEntry
from search.sources.topics import SUBSCRIBER
from spaces.models import Membership, Space
from tests.search.conftest import entry

pytestmark = pytest.mark.django_db
SECRET = "quicksilver"


def traces(viewer) -> list:
    """Everything search tells this viewer about the secret word, and about a misspelling of it."""
    page = find(SECRET, viewer=viewer)
    typo = find("quicksilvar", viewer=viewer)
    alike = similar(f"{SECRET} and more", viewer=viewer) + similar("quicksilvar", viewer=viewer)
    return [
        *page.found,
        *typo.found,
        *alike,
        *([page.total] if page.total else []),
        *filter(None, [typo.instead]),
    ]


def test_private_space_is_found_by_its_members_only(
    visitor, outsider, insider, manager, private_board, ask
):
    ask(insider, private_board, f"The {SECRET} prototype", f"Plans for {SECRET}.")
    assert traces(visitor) == []
    assert traces(outsider) == []
    assert traces(insider) != []
    assert traces(manager) != []


def test_leaving_a_space_takes_effect_at_once(insider, private_board, ask):
    ask(insider, private_board, f"The {SECRET} prototype")
    Membership.objects.filter(member=insider).delete()
    assert traces(insider) == []


def test_space_made_private_takes_effect_at_once(visitor, outsider, member, board, space, ask):
    ask(member, board, f"The {SECRET} prototype")
    assert traces(visitor) != []
    Space.objects.filter(pk=space.pk).update(visibility=Space.Visibility.MEMBERS)
    assert traces(visitor) == []
    assert traces(outsider) != []


@pytest.mark.parametrize("known_to_the_index", [True, False])
def test_hidden_topic_and_reply_are_gone_before_the_index_knows(
    visitor, outsider, member, manager, board, ask, answer, delivered, known_to_the_index
):
    topic = ask(member, board, "Which beans", "Plain.")
    reply = answer(outsider, topic, f"Try {SECRET}.")
    assert traces(visitor) != []
    hide_post(by=manager, post=reply, reason="Spam")
    if known_to_the_index:
        delivered()
        assert not SearchEntry.objects.filter(text__contains=SECRET).exists()
    for viewer in (visitor, outsider, member, manager):
        assert traces(viewer) == []
    unhide_post(by=manager, post=reply)
    delivered()
    assert traces(visitor) != []


def test_deleted_is_gone_before_the_index_knows(visitor, member, board, ask):
    topic = ask(member, board, f"My {SECRET}")
    delete_post(by=member, post=topic.posts.get())
    assert traces(visitor) == []
    assert traces(member) == []


def test_hidden_stays_out_when_indexing_is_parked(
    visitor, member, manager, board, ask, delivered, monkeypatch
):
    topic = ask(member, board, f"My {SECRET}")
    hide_post(by=manager, post=topic.posts.get(), reason="Spam")
    delivered()
    # As if the index had given up on the hiding and kept what it knew.
    put(
        [
            entry(
                topic.pk,
                topic.title,
                kind="topic",
                space_id=topic.space_id,
                board_id=topic.board_id,
            )
        ]
    )
    assert traces(visitor) != []
    rows = Delivery.objects.filter(subscriber=SUBSCRIBER, event__kind="forums.PostHidden")
    rows.update(finished_at=None, parked_at=topic.created_at)
    assert traces(visitor) == []


def test_other_subscribers_troubles_withhold_nothing(
    visitor, member, outsider, board, ask, answer, delivered
):
    topic = ask(member, board, f"My {SECRET}")
    reply = answer(outsider, topic, "An answer.")
    delete_post(by=outsider, post=reply)
    assert traces(visitor) == []
    delivered()
    Delivery.objects.exclude(subscriber=SUBSCRIBER).update(finished_at=None)
    event = Delivery.objects.filter(subscriber=SUBSCRIBER).latest("pk").event
    type(event).objects.filter(pk=event.pk).update(settled_at=None)
    assert traces(visitor) != []
