import pytest
from django.utils import timezone

from events.actions import deliver
from events.models import Event
from forums.actions import open_topic, reply
from search.registry import Document


@pytest.fixture
def delivered():
    """Lets every subscriber deal with what has happened so far, as the worker would."""

    def deliver_all() -> None:
        for event_id in Event.objects.unsettled().order_by("pk").values_list("pk", flat=True):
            assert deliver(event_id=event_id)

    return deliver_all


@pytest.fixture
def ask(delivered):
    """Opens a question and lets the index hear of it."""

    def opened(by, board, title, source="Please help.", **more):
        topic = open_topic(
            author=by, board=board, kind="question", title=title, source=source, **more
        )
        delivered()
        return topic

    return opened


@pytest.fixture
def answer(delivered):
    def answered(by, topic, source):
        post = reply(author=by, topic=topic, source=source)
        delivered()
        return post

    return answered


def entry(number: int, title: str, text: str = "", **more: object) -> Document:
    """A thing for the index that is nowhere else."""
    moment = timezone.now()
    given = {
        "kind": "article",
        "space_id": None,
        "url": "/",
        "created_at": moment,
        "updated_at": moment,
        **more,
    }
    return Document(object_id=number, title=title, text=text, **given)
