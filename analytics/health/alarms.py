"""Alarms: raised once for one thing, ended when it is over, graded right or wrong by whoever keeps the space."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member, Role
from analytics.health.kinds import kind_of
from analytics.health.rules import may_grade_alarm
from analytics.models import Alarm, AlarmGrade
from core.rules import demand
from events.publishing import publish
from notifications.events import NoticeDue
from spaces.models import Space

NEWS = timedelta(days=2)
"""Of what was seen later than this nobody is told: it is history."""


@transaction.atomic
def raise_alarm(
    *,
    kind: str,
    space: Space,
    key: str,
    saw: dict[str, Any],
    certainty: dict[str, Any],
    at: datetime | None = None,
) -> Alarm | None:
    """Say that something is so, as of `at`; the alarm where it is news, else None.

    `key` names the fact within its kind and space ("2026-11-22T14"): it is told once for all time, whatever became of it.
    While an alarm of the kind stands in the space it is only noted that it is still so. `saw` and `certainty` are numbers
    for the kind's words and name nobody. Managers and leaders of the space hear of it, unless it is history by now.
    """
    about = kind_of(kind)
    at = at or timezone.now()
    Space.objects.select_for_update(no_key=True).get(pk=space.pk)
    standing = Alarm.objects.standing().filter(space=space, kind=kind).first()
    if standing:
        Alarm.objects.filter(pk=standing.pk, seen_at__lt=at).update(seen_at=at)
        return None
    alarm, is_new = Alarm.objects.get_or_create(
        space=space, kind=kind, key=key,
        defaults={"saw": saw, "certainty": certainty, "raised_at": at, "seen_at": at},
    )  # fmt: skip
    if not is_new:
        return None
    if at > timezone.now() - NEWS:
        title = _("%(space)s: %(title)s") % {"space": space.name, "title": str(about.title)}
        for member_id in whom_to_tell(space):
            publish(
                NoticeDue(
                    member_id=member_id,
                    kind="alarm",
                    title=title,
                    text=about.says(alarm),
                    url=f"/insights/alarms/{alarm.pk}/",
                    key=f"alarm-{alarm.pk}-{member_id}",
                )
            )
    return alarm


@transaction.atomic
def end_alarms(*, kind: str, space: Space | int, at: datetime | None = None) -> int:
    """It is no longer so: what stands of this kind in the space ends, so that it may be raised for a new fact."""
    standing = Alarm.objects.standing().filter(space=space, kind=kind)
    return standing.update(ended_at=at or timezone.now())


@transaction.atomic
def grade_alarm(*, by: Member, alarm: Alarm, is_right: bool, note: str = "") -> AlarmGrade:
    """Say whether it was right; what was said before is taken back and kept."""
    demand(may_grade_alarm(by, alarm.space_id))
    Alarm.objects.select_for_update(of=("self",)).get(pk=alarm.pk)
    AlarmGrade.objects.in_force().filter(alarm=alarm).update(taken_back_at=timezone.now())
    return AlarmGrade.objects.create(
        alarm=alarm, is_right=is_right, note=note.strip(), graded_by=by
    )


@transaction.atomic
def take_back_grade(*, by: Member, alarm: Alarm) -> bool:
    """False where there is none."""
    demand(may_grade_alarm(by, alarm.space_id))
    held = AlarmGrade.objects.in_force().filter(alarm=alarm)
    return bool(held.update(taken_back_at=timezone.now()))


def whom_to_tell(space: Space) -> list[int]:
    """Its managers and evangelists, and the managers of all spaces."""
    here = Q(
        space_roles__space=space,
        space_roles__withdrawn_at=None,
        space_roles__role__in=[Role.MANAGER, Role.EVANGELIST],
    )
    everywhere = Q(role_grants__role=Role.MANAGER, role_grants__withdrawn_at=None)
    people = Member.objects.active().filter(here | everywhere)
    return list(people.order_by("pk").values_list("pk", flat=True).distinct())
