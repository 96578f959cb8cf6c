"""A solved question in the open space, and people who write to support."""

import uuid

import pytest

from events.models import Event
from forums.actions import mark_solution, open_topic, reply
from forums.models import Topic
from support.finding import Found, Kind
from support.models import Enquiry

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
def found(monkeypatch, solved) -> list[int | Found]:
    """What the search engine finds: the solved question, until a test says otherwise. A number is a solved topic's."""
    these: list[int | Found] = [solved.pk]

    def answers_for(text: str, viewer: object, product: object = None) -> list[Found]:
        return [each if isinstance(each, Found) else solution(each) for each in these]

    monkeypatch.setattr("support.views.place.answers_for", answers_for)
    return these


def solution(topic_id: int) -> Found:
    return Found(kind=Kind.SOLVED, object_id=topic_id, title="", url="")


def answer_path(enquiry: Enquiry, topic: Topic, rest: str = "") -> str:
    """Where the topic that the enquiry was offered is opened."""
    offered = enquiry.offered.get(topic=topic)
    return f"/support/enquiries/{enquiry.pk}/answers/{offered.pk}/{rest}"
