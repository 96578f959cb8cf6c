"""Alarms as pages show them: words of their kind, their grade, what may be done."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from accounts.models import Viewer
from analytics.health import kinds
from analytics.health.kinds import Advice, AlarmKind
from analytics.health.rules import may_grade_alarm, may_open_flash
from analytics.models import Alarm, AlarmGrade, FlashBoard


@dataclass(frozen=True, slots=True)
class ShownAlarm:
    alarm: Alarm
    kind: AlarmKind
    says: str
    sure: str
    advice: list[Advice]
    evidence: str
    grade: AlarmGrade | None
    flash: FlashBoard | None
    may_grade: bool
    may_open_flash: bool

    @property
    def shows_evidence(self) -> bool:
        """Unless the advice leads there already."""
        return bool(self.evidence) and self.evidence not in [each.link for each in self.advice]

    @property
    def stands(self) -> bool:
        return self.alarm.ended_at is None


def with_words(alarms: QuerySet[Alarm]) -> QuerySet[Alarm]:
    """With all that showing them needs: three queries, however many they are."""
    held = AlarmGrade.objects.in_force().select_related("graded_by")
    open_ = FlashBoard.objects.filter(undone_at=None).select_related("board__space")
    return alarms.select_related("space").prefetch_related(
        Prefetch("grades", queryset=held, to_attr="held"),
        Prefetch("flash_boards", queryset=open_, to_attr="open_flash"),
    )


def shown(alarms: Iterable[Alarm], viewer: Viewer) -> list[ShownAlarm]:
    """Of alarms read `with_words`; those of kinds nobody knows any more are left out."""
    return [show(alarm, viewer) for alarm in alarms if kinds.is_known(alarm.kind)]


def show(alarm: Alarm, viewer: Viewer) -> ShownAlarm:
    kind = kinds.kind_of(alarm.kind)
    return ShownAlarm(
        alarm,
        kind,
        kind.says(alarm),
        kind.sure(alarm),
        kind.advises(alarm),
        kind.evidence(alarm),
        next(iter(alarm.held), None),  # type: ignore[attr-defined]
        next(iter(alarm.open_flash), None),  # type: ignore[attr-defined]
        bool(may_grade_alarm(viewer, alarm.space_id)),
        bool(may_open_flash(viewer, alarm.space_id)),
    )


def standing_alarms(viewer: Viewer, spaces: frozenset[int] | None) -> list[ShownAlarm]:
    found = Alarm.objects.standing().of(spaces)
    return shown(with_words(found)[:20], viewer)
