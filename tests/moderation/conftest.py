"""A question in the open space and one in the private space, each with a reply to complain about."""

import pytest

from events.models import Event
from forums.actions import open_topic, reply
from forums.models import Post, Topic


def ask(author, board, title="Group head leaks") -> Topic:
    return open_topic(
        author=author, board=board, kind="question", title=title, source="Water everywhere."
    )


def facts_of(kind: str) -> list[dict]:
    """The facts of all events of a kind, in order."""
    return list(Event.objects.filter(kind=kind).order_by("id").values_list("facts", flat=True))


@pytest.fixture
def topic(member, board) -> Topic:
    return ask(member, board)


@pytest.fixture
def post(topic, outsider) -> Post:
    """A reply of the outsider with a word nobody else uses."""
    return reply(author=outsider, topic=topic, source="Throw it away, you fool. CANARY")


@pytest.fixture
def private_post(private_board, insider, manager) -> Post:
    topic = ask(manager, private_board, "The next grinder")
    return reply(author=insider, topic=topic, source="Secret plans. CANARY")
