"""What a member is shown of themselves tells nothing that others may not read any more."""

import pytest

from accounts.privacy.belongings import section_of
from forums.actions import edit_post, open_topic
from forums.curating.changing import move_topic
from forums.models import Board, PostRevision
from forums.reading import positions
from forums.wording.acts import give_back, strike_out

pytestmark = pytest.mark.django_db


def rows(key, member) -> list[dict]:
    section = section_of(key)
    assert section
    return list(section.values(member))


def test_a_struck_wording_is_told_of_without_its_words(board, member, manager):
    topic = open_topic(
        author=member, board=board, kind="question", title="Whom to call?", source="Call 555 0100."
    )
    post = topic.posts.get()
    edit_post(by=member, post=post, source="Call me.")
    edit_post(by=member, post=post, source="Call somebody.")
    revision = PostRevision.objects.order_by("pk").first()
    strike_out(by=manager, revision=revision, reason="Somebody's number.")
    first, second = rows("earlier-wordings", member)
    assert (first["words"], first["struck_for"]) == ("", "Somebody's number.")
    assert (second["words"], second["struck_for"]) == ("Call me.", None)
    assert "555 0" not in str(rows("posts", member)) + str(rows("earlier-wordings", member))
    give_back(by=manager, revision=revision)
    assert rows("earlier-wordings", member)[0]["words"] == "Call 555 0100."


def test_how_long_a_conversation_is_that_one_may_not_read_is_not_told(
    space, board, member, outsider, manager
):
    """A page may claim to have read anything; what comes of it tells nothing."""
    closed = Board.objects.create(
        space=space, slug="council", name="Council", kinds=["question"], is_private=True
    )
    topic = open_topic(author=member, board=board, kind="question", title="Secret?", source="Yes.")
    positions.note(outsider.pk, {topic.pk: 99_999_999})
    positions.write_waiting()
    (row,) = rows("reading", outsider)
    assert (row["conversation"], row["up_to"]) == ("Secret?", 1)
    move_topic(by=manager, topic=topic, board=closed, reason="Ours.")
    (row,) = rows("reading", outsider)
    assert (row["conversation"], row["up_to"]) == (None, None)
