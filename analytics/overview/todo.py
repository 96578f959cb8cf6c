"""Three things to do this week: where the figures say that an hour of somebody's work helps most people."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Viewer
from analytics.assumptions import cost_per_contact
from analytics.failed import passages
from analytics.health import kinds
from analytics.lens import Lens
from analytics.metrics import questions
from analytics.missed import words
from analytics.models import Alarm
from analytics.showing import hides_askers
from analytics.wording import whole

MOST = 3
AT_ONCE = 10**9
"""People an alarm stands for in the order of the list: it comes first."""


@dataclass(frozen=True, slots=True)
class Todo:
    """What to do, why, and where; `people` is how many it concerns, which orders the list."""

    title: str
    why: str
    link: str
    link_words: str
    people: int


def things_to_do(lens: Lens, viewer: Viewer, *, in_full: bool) -> list[Todo]:
    """At most three, the one that concerns most people first."""
    found = [*_mend(lens, viewer), *_answer(lens), *_write(lens)]
    found += _alarms(lens)
    if in_full and cost_per_contact() is None:
        found.append(
            Todo(
                _("Name what one support contact costs"),
                _("Without it nobody can say what the community saves."),
                reverse("analytics:assumption", args=["cost_per_contact"]),
                _("Set the cost per contact"),
                0,
            )
        )
    return sorted(found, key=lambda each: -each.people)[:MOST]


def _mend(lens: Lens, viewer: Viewer) -> list[Todo]:
    worst = [each for each in passages(lens, viewer, 5) if each.number][:1]
    return [
        Todo(
            _("Mend “%(title)s”") % {"title": each.title},
            ngettext(
                "%(n)s person read it and still had to write to support.",
                "%(n)s people read it and still had to write to support.",
                each.number or 0,
            )
            % {"n": whole(each.number or 0)},
            f"{reverse('analytics:mend')}?{lens.query}",
            _("See what they read"),
            each.number or 0,
        )
        for each in worst
    ]


def _alarms(lens: Lens) -> list[Todo]:
    """The newest alarm that stands: before all else, since it will not wait until next week."""
    found = Alarm.objects.standing().of(lens.spaces).select_related("space")
    if lens.space is not None:
        found = found.filter(space=lens.space)
    newest = found.first()
    if newest is None or not kinds.is_known(newest.kind):
        return []
    kind = kinds.kind_of(newest.kind)
    return [
        Todo(
            _("%(space)s: %(title)s") % {"space": newest.space.name, "title": str(kind.title)},
            kind.says(newest),
            reverse("analytics:alarm", args=[newest.pk]),
            _("See how sure it is, and what one can do"),
            AT_ONCE,
        )
    ]


def _answer(lens: Lens) -> list[Todo]:
    number = 0 if hides_askers(lens) else questions.waiting_rows(lens).count()
    if not number:
        return []
    return [
        Todo(
            ngettext(
                "Answer %(n)s question that waits for more than three days",
                "Answer %(n)s questions that wait for more than three days",
                number,
            )
            % {"n": whole(number)},
            _("Whoever gets no answer here asks support."),
            f"{reverse('analytics:question_rows')}?only=waiting&{lens.query}",
            _("See the questions"),
            number,
        )
    ]


def _write(lens: Lens) -> list[Todo]:
    return [
        Todo(
            _("Write an answer about “%(words)s”") % {"words": each.words},
            _("%(n)s people searched for it and found nothing.") % {"n": whole(each.people)},
            f"{reverse('analytics:mend')}?{lens.query}#missed",
            _("See what is searched for"),
            each.people,
        )
        for each in words(lens, 1)
    ]
