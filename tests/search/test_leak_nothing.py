"""What a person may not read is in no result, no count, no suggestion and no snippet."""

import pytest

from events.models import Delivery
from forums.actions import delete_post, hide_post, unhide_post
from forums.curating.changing import move_topic
from forums.curating.merging import merge_topics
from forums.curating.undoing import undo_curation
from forums.models import Board
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


@pytest.fixture
def vault(board):
    return Board.objects.create(
        space=board.space, slug="vault", name="Vault", kinds=["question"], is_private=True
    )


def test_private_board_is_found_by_those_let_in_only(visitor, outsider, manager, vault, ask):
    ask(manager, vault, f"The {SECRET} prototype", f"Plans for {SECRET}.")
    assert traces(visitor) == []
    assert traces(outsider) == []
    assert traces(manager) != []


def test_board_made_private_takes_effect_at_once(visitor, outsider, manager, member, board, ask):
    ask(member, board, f"The {SECRET} prototype")
    assert traces(visitor) != []
    Board.objects.filter(pk=board.pk).update(is_private=True)
    assert traces(visitor) == []
    assert traces(outsider) == []
    assert traces(manager) != []


def test_moved_out_of_sight_is_gone_before_the_index_knows(
    visitor, outsider, manager, member, board, vault, private_board, ask, delivered
):
    for place in (vault, private_board):
        topic = ask(member, board, f"My {SECRET}")
        assert traces(visitor) != []
        move_topic(by=manager, topic=topic, board=place, reason="Not for everyone")
        assert traces(visitor) == []
        assert traces(outsider) == []
        delivered()
        assert traces(visitor) == []
        assert traces(manager) != []


def test_merged_and_split_posts_are_found_where_they_are(
    visitor, outsider, manager, member, board, private_board, ask, answer, delivered
):
    topic = ask(member, board, "Which beans")
    answer(outsider, topic, f"Try {SECRET}.")
    hidden = ask(manager, private_board, "Inner talk")
    curation = merge_topics(by=manager, topics=[topic], into=hidden, reason="For us")[0]
    assert traces(visitor) == []
    delivered()
    assert traces(visitor) == []
    assert traces(manager) != []
    undo_curation(by=manager, curation=curation)
    delivered()
    assert [each.title for each in find(SECRET, viewer=visitor).found] == ["Which beans"]


def test_old_entry_of_a_topic_without_its_board_is_withheld(visitor, space):
    """As the migration left none, but who knows."""
    put([entry(1, f"My {SECRET}", kind="topic", space_id=space.pk)])
    assert traces(visitor) == []
