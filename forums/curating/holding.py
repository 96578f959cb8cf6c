"""Pin, close, archive: what holds until it is undone."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from core.rules import demand
from forums.actions.locking import lock_topics
from forums.curating.record import note, note_undone, tell_done
from forums.curating.rules import may_curate
from forums.models import Curation, Topic

Kind = Curation.Kind


@transaction.atomic
def pin_topic(
    *,
    by: Member,
    topic: Topic,
    in_space: bool = False,
    until: datetime | None = None,
    reason: str = "",
) -> Curation:
    """Put a topic above its board's list, or its space's; a pin that holds already is replaced by this one."""
    (topic,) = lock_topics(topic.pk)
    demand(may_curate(by, topic, Kind.PIN))
    if held := _held(topic, Kind.PIN):
        note_undone(held, by=by)
    after = {"in_space": in_space}
    curation = note(Kind.PIN, topic=topic, by=by, reason=reason, after=after, until=until)
    _set(topic, pinned_at=curation.at, is_pinned_in_space=in_space)
    tell_done(curation)
    return curation


@transaction.atomic
def close_topic(*, by: Member, topic: Topic, reason: str) -> Curation:
    """Let nobody but managers reply any more; closing a closed topic returns the closure that holds."""
    (topic,) = lock_topics(topic.pk)
    demand(may_curate(by, topic, Kind.CLOSE))
    return close_locked(by=by, topic=topic, reason=reason)


def close_locked(*, by: Member | None, topic: Topic, reason: str) -> Curation:
    """Inside an action that holds the topic's lock; `by` nobody: its timer."""
    return _held(topic, Kind.CLOSE) or _hold(Kind.CLOSE, by, topic, reason)


@transaction.atomic
def archive_topic(*, by: Member, topic: Topic, reason: str) -> Curation:
    """Make a topic something to be read: no replies, edits, reactions or votes, for anybody."""
    (topic,) = lock_topics(topic.pk)
    demand(may_curate(by, topic, Kind.ARCHIVE))
    return _held(topic, Kind.ARCHIVE) or _hold(Kind.ARCHIVE, by, topic, reason)


def _hold(kind: str, by: Member | None, topic: Topic, reason: str) -> Curation:
    curation = note(kind, topic=topic, by=by, reason=reason)
    _set(topic, **{COLUMN[Kind(kind)]: curation.at})
    tell_done(curation)
    return curation


def let_go(curation: Curation, topic: Topic, *, by: Member | None) -> None:
    """Undo one of these, inside an action that holds the topic's lock."""
    _set(topic, **{COLUMN[Kind(curation.kind)]: None})
    note_undone(curation, by=by)


@transaction.atomic
def end_due_pins() -> int:
    """Take down the pins whose time is over; returns how many. Run twice, the second finds none."""
    due = Curation.objects.in_force().filter(kind=Kind.PIN, until__lte=timezone.now())
    ended = 0
    for topic_id in due.order_by("topic").values_list("topic", flat=True)[:200]:
        (topic,) = lock_topics(topic_id)
        held = _held(topic, Kind.PIN)
        if held and held.until and held.until <= timezone.now():
            let_go(held, topic, by=None)
            ended += 1
    return ended


COLUMN = {Kind.PIN: "pinned_at", Kind.CLOSE: "closed_at", Kind.ARCHIVE: "archived_at"}


def _held(topic: Topic, kind: str) -> Curation | None:
    return Curation.objects.in_force().filter(topic=topic, kind=kind).first()


def _set(topic: Topic, **columns: object) -> None:
    for name, value in columns.items():
        setattr(topic, name, value)
    topic.save(update_fields=list(columns))
