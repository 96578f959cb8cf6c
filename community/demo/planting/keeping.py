"""What those who keep order did to a few conversations."""

from datetime import timedelta

from community.demo.planting.world import World
from forums.models import Curation, Topic, TopicTimer
from moderation.actions import log_curation

Kind = Curation.Kind


def plant_keeping(world: World) -> None:
    """One pinned, one closed with its reason, one that the clock closes when it has been quiet for long."""
    manager = world.members["priya"]
    pin = Curation.objects.create(
        kind=Kind.PIN, topic=world.topics["hello"], by=manager, at=world.when(timedelta(days=170)),
        reason="Newcomers begin here.", after={"in_space": True},
    )  # fmt: skip
    _set(pin, pinned_at=pin.at, is_pinned_in_space=True)
    closure = Curation.objects.create(
        kind=Kind.CLOSE, topic=world.topics["open-day"], by=manager, at=world.when(timedelta(days=9)),
        reason="All 24 places are taken. The next date comes with the autumn letter.",
    )  # fmt: skip
    _set(closure, closed_at=closure.at, curated_at=closure.at)
    log_curation(curation=closure)
    timer = TopicTimer.objects.create(
        topic=world.topics["sour-first-week"], kind=TopicTimer.Kind.AFTER_QUIET, days=365,
        set_by=manager, set_at=world.when(timedelta(days=30)),
    )  # fmt: skip
    Topic.objects.filter(pk=timer.topic_id).update(curated_at=timer.set_at)


def _set(curation: Curation, **columns: object) -> None:
    Topic.objects.filter(pk=curation.topic_id).update(**columns)
