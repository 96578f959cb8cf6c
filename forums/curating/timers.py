"""What the clock does to topics: close or reopen them when it is time. Set, cancelled, and done once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import DurationField, ExpressionWrapper, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Member
from core.rules import NotAllowed, demand
from events.publishing import publish
from forums.actions.locking import lock_topics
from forums.curating.events import TopicTimerChanged
from forums.curating.holding import close_locked, let_go
from forums.curating.record import settle_told
from forums.curating.rules import may_curate
from forums.models import Curation, State, Topic, TopicTimer

Kind = TopicTimer.Kind
AT_ONCE = 200


@transaction.atomic
def set_timer(
    *, by: Member, topic: Topic, kind: str, days: int | None = None, at: datetime | None = None
) -> TopicTimer:
    """Have a topic closed or reopened later; one of the same kind that runs is replaced.

    Raises NotAllowed for people who may not close it, and for a moment that is over.
    """
    (topic,) = lock_topics(topic.pk)
    demand(may_curate(by, topic, Curation.Kind.CLOSE))
    if at and at <= timezone.now():
        raise NotAllowed(_("This moment is over. Choose a later one."))
    _cancel(TopicTimer.objects.running().filter(topic=topic, kind=kind), by)
    timer = TopicTimer.objects.create(topic=topic, kind=kind, days=days, at=at, set_by=by)
    settle_told(topic.pk)
    publish(TopicTimerChanged(topic_id=topic.pk))
    return timer


@transaction.atomic
def cancel_timer(*, by: Member, timer: TopicTimer) -> bool:
    """Stop a timer; False where it does not run any more."""
    (topic,) = lock_topics(timer.topic_id)
    demand(may_curate(by, topic, Curation.Kind.CLOSE))
    if not _cancel(TopicTimer.objects.running().filter(pk=timer.pk), by):
        return False
    settle_told(topic.pk)
    publish(TopicTimerChanged(topic_id=topic.pk))
    return True


def _cancel(timers: QuerySet[TopicTimer], by: Member) -> int:
    return timers.update(cancelled_at=timezone.now(), cancelled_by=by)


def run_due_timers() -> int:
    """Do what is due; returns how many timers were done. Run twice, or by two, each is done once."""
    due = list(due_timers().order_by("topic", "pk").values_list("pk", "topic")[:AT_ONCE])
    return sum(_run(timer_id, topic_id) for timer_id, topic_id in due)


def due_timers() -> QuerySet[TopicTimer]:
    now = timezone.now()
    length = ExpressionWrapper(F("days") * timedelta(days=1), output_field=DurationField())
    rows = TopicTimer.objects.running().annotate(length=length)
    return rows.filter(
        Q(at__lte=now)
        | Q(kind=Kind.AFTER_SOLUTION, topic__solved_at__lte=now - F("length"))
        | Q(kind=Kind.AFTER_QUIET, topic__bumped_at__lte=now - F("length")),
        topic__state=State.VISIBLE,
        topic__archived_at=None,
    )


@transaction.atomic
def _run(timer_id: int, topic_id: int) -> bool:
    """Under the topic's lock it is asked again whether it is due: a reply may have come."""
    (topic,) = lock_topics(topic_id)
    timer = due_timers().filter(pk=timer_id).first()
    if timer is None:
        return False
    if timer.kind == Kind.REOPEN_AT:
        held = Curation.objects.in_force().filter(topic=topic, kind=Curation.Kind.CLOSE).first()
        if held:
            let_go(held, topic, by=None)
            timer.curation = held
    elif topic.closed_at is None:
        timer.curation = close_locked(by=None, topic=topic, reason=_reason(timer))
    timer.done_at = timezone.now()
    timer.save(update_fields=["curation", "done_at"])
    settle_told(topic.pk)
    return True


def _reason(timer: TopicTimer) -> str:
    days = timer.days or 0
    if timer.kind == Kind.AFTER_SOLUTION:
        words = ngettext(
            "%(n)d day after it was solved.", "%(n)d days after it was solved.", days
        )  # fmt: skip
    elif timer.kind == Kind.AFTER_QUIET:
        words = ngettext("No reply for %(n)d day.", "No reply for %(n)d days.", days)
    else:
        return _("It was to close at this time.")
    return words % {"n": days}
