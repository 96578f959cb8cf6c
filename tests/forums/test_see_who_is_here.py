"""Who reads a conversation now is told to members who may read it, of those who show themselves."""

import pytest
from django.urls import reverse

from accounts.models import Audience, Block, Member, Part
from core.live import company
from forums.actions import open_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(board, member):
    return open_topic(
        author=member, board=board, kind="question", title="It leaks again", source="Water."
    )


def here(client, viewer, topic) -> str:
    client.force_login(viewer)
    return client.get(reverse("forums:topic_here", args=[topic.pk])).content.decode()


def comes(person, topic, *, writes: bool = False) -> None:
    company.note([f"topic:{topic.pk}"], person.pk, f"socket-{person.pk}")
    if writes:
        company.note_writing(f"topic:{topic.pk}", person.pk)


def test_members_see_each_other(client, topic, member, outsider, newcomer):
    comes(outsider, topic)
    comes(member, topic)
    said = here(client, member, topic)
    assert outsider.name in said
    assert member.name not in said

    comes(newcomer, topic, writes=True)
    assert f"{newcomer.name} is writing" in here(client, member, topic)


def test_who_keeps_their_profile_is_not_shown(client, topic, member, outsider):
    Member.objects.filter(pk=outsider.pk).update(shown_to={Part.PAGE: Audience.NOBODY})
    comes(outsider, topic, writes=True)
    assert outsider.name not in here(client, member, topic)


@pytest.mark.parametrize("blocks", ["the reader", "the other"])
def test_a_block_hides_both_ways(client, topic, member, outsider, blocks):
    one, other = (member, outsider) if blocks == "the reader" else (outsider, member)
    Block.objects.create(blocker=one, blocked=other)
    Member.objects.filter(pk=one.pk).update(blocked_ids=[other.pk])
    comes(outsider, topic)
    assert outsider.name not in here(client, Member.objects.get(pk=member.pk), topic)


def test_nobody_learns_of_a_topic_they_may_not_read(client, private_board, insider, outsider):
    private = open_topic(
        author=insider, board=private_board, kind="question", title="The next one", source="Hush."
    )
    comes(insider, private)
    client.force_login(outsider)
    assert client.get(reverse("forums:topic_here", args=[private.pk])).status_code == 404
    client.logout()
    assert client.get(reverse("forums:topic_here", args=[private.pk])).status_code == 302
