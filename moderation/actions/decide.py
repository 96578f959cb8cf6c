"""Deciding about a post: hide it or keep it, once, with a reason that everybody concerned is told."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Member
from core.rules import demand
from events.publishing import publish
from forums import actions as forums
from forums.actions.locking import lock_post
from forums.models import Post, PostHiding
from moderation.actions.hold_post import release_if_held
from moderation.actions.telling import tell_author_of_hiding, tell_reporters
from moderation.events import ReportDecided
from moderation.models import ModerationAct, Report
from moderation.rules import may_decide_on


class AlreadyDecided(Exception):
    """Somebody else was quicker; `act` is what they did, if it is on the log."""

    def __init__(self, act: ModerationAct | None) -> None:
        super().__init__("This was already decided.")
        self.act = act


@transaction.atomic
def hide_reported_post(*, by: Member, post: Post, reason: str) -> ModerationAct:
    """Hide a post that has open reports; raises AlreadyDecided when none is open any more.

    One that was hidden without a look at its reports stays hidden, and they are closed.
    """
    demand(may_decide_on(by, post))
    _lock_open_reports(post)
    lock_post(post)
    if not _is_hidden(post):
        return hide_post(by=by, post=post, reason=reason)
    act = _hidings_on_log(post).first()
    if act is None:
        act = _write_act(ModerationAct.Kind.HIDE, by, post, reason)
        tell_author_of_hiding(act)
    _close_reports(act, Report.Decision.HIDDEN)
    return act


@transaction.atomic
def keep_reported_post(*, by: Member, post: Post, reason: str) -> ModerationAct:
    """Dismiss the open reports on a post, and show it again if they held it back; raises AlreadyDecided when none is open any more."""
    demand(may_decide_on(by, post))
    _lock_open_reports(post)
    lock_post(post)
    act = _write_act(ModerationAct.Kind.KEEP, by, post, reason)
    release_if_held(by=by, post=post)
    _close_reports(act, Report.Decision.KEPT)
    return act


@transaction.atomic
def hide_post(*, by: Member, post: Post, reason: str) -> ModerationAct:
    """Hide a post, reported or not, and close what reports it has.

    Raises AlreadyDecided when it is hidden already, NotAllowed for others than managers of its space.
    """
    demand(may_decide_on(by, post))
    lock_post(post)
    if _is_hidden(post):
        raise AlreadyDecided(_latest_act(post))
    _hidings_on_log(post).update(undone_at=timezone.now())  # lifted elsewhere
    forums.hide_post(by=by, post=post, reason=reason)
    act = _write_act(ModerationAct.Kind.HIDE, by, post, reason)
    _close_reports(act, Report.Decision.HIDDEN)
    tell_author_of_hiding(act)
    return act


def _lock_open_reports(post: Post) -> None:
    """Whoever holds these rows decides; the second waits here and then finds none open."""
    rows = Report.objects.open().filter(post=post).order_by("id").select_for_update(of=("self",))
    if not list(rows):
        raise AlreadyDecided(_latest_act(post))


def _is_hidden(post: Post) -> bool:
    return PostHiding.objects.filter(post=post, lifted_at=None).exists()


def _hidings_on_log(post: Post) -> QuerySet[ModerationAct]:
    return post.moderation_acts.filter(kind=ModerationAct.Kind.HIDE, undone_at=None)


def _latest_act(post: Post) -> ModerationAct | None:
    return post.moderation_acts.newest_first().select_related("actor").first()


def _write_act(kind: str, by: Member, post: Post, reason: str) -> ModerationAct:
    return ModerationAct.objects.create(
        kind=kind, actor=by, space_id=post.topic.space_id, post=post, reason=reason.strip()
    )


def _close_reports(act: ModerationAct, decision: str) -> None:
    """Close every report open by now, those made while this decision was on its way included."""
    reports = list(Report.objects.open().filter(post=act.post_id).select_for_update())
    Report.objects.filter(pk__in=[report.pk for report in reports]).update(
        decision=decision, decided_at=timezone.now(), decided_by=act.actor, act=act
    )
    for report in reports:
        publish(
            ReportDecided(
                report_id=report.pk, post_id=report.post_id, act_id=act.pk, decision=decision
            )
        )
    tell_reporters(act, {report.reporter_id for report in reports})
