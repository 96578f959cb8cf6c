"""A solved question in the open space, and people who write to support."""

import uuid

import pytest

from events.models import Event
from forums.actions import mark_solution, open_topic, reply
from forums.models import Topic

ANSWERS = "/support/answers/"
TYPED = {"subject": "Group head leaks", "text": "Since Sunday there is water under the machine."}


def solved_topic(asker, helper, board, title="Water under the group head") -> Topic:
    topic = open_topic(
        author=asker, board=board, kind="question", title=title, source="It drips, why?"
    )
    answer = reply(author=helper, topic=topic, source="Change the gasket, it takes five minutes.")
    mark_solution(by=asker, post=answer)
    return topic


def typed(**more) -> dict:
    """What the contact form sends, with a key of its own."""
    return TYPED | {"key": str(uuid.uuid4())} | more


def facts_of(kind: str) -> list[dict]:
    return list(Event.objects.filter(kind=kind).order_by("id").values_list("facts", flat=True))


@pytest.fixture(autouse=True)
def nothing_withheld(settings) -> None:
    settings.SUPPORT_HOLDOUT_PERCENT = 0


@pytest.fixture
def solved(outsider, evangelist, board) -> Topic:
    return solved_topic(outsider, evangelist, board)


@pytest.fixture
def found(monkeypatch, solved) -> list[int]:
    """What the search engine finds: the solved question, until a test says otherwise."""
    ids = [solved.pk]
    monkeypatch.setattr("support.views.contact.solved_topics_like", lambda text, viewer: list(ids))
    return ids
