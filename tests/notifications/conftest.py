import pytest

from events.actions import deliver
from events.models import Event
from forums.actions import open_topic, reply


@pytest.fixture
def delivered(django_capture_on_commit_callbacks):
    """Lets every subscriber deal with what has happened so far, as the worker would."""

    def deliver_all() -> None:
        for event_id in Event.objects.unsettled().order_by("pk").values_list("pk", flat=True):
            with django_capture_on_commit_callbacks(execute=True):
                assert deliver(event_id=event_id)

    return deliver_all


@pytest.fixture
def ask(delivered):
    def asked(by, board, title="Grinder stalls", source="Please help."):
        topic = open_topic(author=by, board=board, kind="question", title=title, source=source)
        delivered()
        return topic

    return asked


@pytest.fixture
def answer(delivered):
    def answered(by, topic, source="Try a coarser setting."):
        post = reply(author=by, topic=topic, source=source)
        delivered()
        return post

    return answered


@pytest.fixture
def told(monkeypatch):
    """The live frames that were sent: (stream, what, facts)."""
    frames = []

    def tell_all(said):
        for frame in said:
            facts = {name: value for name, value in frame.items() if name not in ("stream", "what")}
            frames.append((frame["stream"], frame["what"], facts))

    monkeypatch.setattr("core.live.tell_all", tell_all)
    return frames
