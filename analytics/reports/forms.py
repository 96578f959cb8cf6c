from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Member
from analytics.lens import read_segment
from analytics.models import Report, ReportSchedule
from analytics.periods import today
from analytics.reports.offers import offered_to
from analytics.reports.rules import possible_readers
from analytics.reports.spans import period_of
from analytics.rules import may_see_insights
from analytics.segments import segments
from core.lines import LineField
from forums.models import Board
from spaces.models import Space
from support.models import Product


class ReportForm(forms.Form):
    """Which figures, drawn how, of which places and which time."""

    name = LineField(label=_("Name"), max_length=80)
    figures = forms.MultipleChoiceField(
        label=_("Figures"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose one figure at least.")},
    )
    split = forms.ChoiceField(label=_("Drawn"), choices=Report.Split.choices)
    span = forms.ChoiceField(label=_("Time"), choices=Report.Span.choices)
    space = forms.ModelChoiceField(Space.objects.none(), label=_("Space"), required=False)
    board = forms.ModelChoiceField(Board.objects.none(), label=_("Board"), required=False)
    product = forms.ModelChoiceField(Product.objects.none(), label=_("Product"), required=False)

    segment = forms.TypedChoiceField(
        label=_("Segment"), coerce=read_segment, empty_value=None, required=False,
        help_text=_("of those who said so in their profile, and agree to its use"),
    )  # fmt: skip

    def __init__(self, viewer: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if may_see_insights(viewer):
            self.fields["segment"].choices = [("", _("all of them")), *_segments()]  # type: ignore[attr-defined]
        else:
            del self.fields["segment"]
        offered = offered_to(viewer, period_of(Report.Span.LAST_WEEK, today()))
        spaces = Space.objects.visible_to(viewer).order_by("name")
        boards = Board.objects.visible_to(viewer).order_by("space__name", "name")
        self.fields["figures"].choices = [(each.name, each.definition.title) for each in offered]  # type: ignore[attr-defined]
        for name, rows in (
            ("space", spaces),
            ("board", boards.select_related("space")),
            ("product", Product.objects.order_by("name")),
        ):
            field = self.fields[name]
            field.queryset = rows  # type: ignore[attr-defined]
            field.empty_label = _("all of them")  # type: ignore[attr-defined]
            field.label_from_instance = _named  # type: ignore[attr-defined]

    def report(self) -> Report:
        """As chosen, not kept: what a preview shows."""
        chosen = dict(self.cleaned_data)
        question, answer = chosen.pop("segment", None) or (None, "")
        return Report(**chosen, segment_question_id=question, segment_answer=answer)


def _named(place: Space | Board | Product) -> str:
    return f"{place.space.name}: {place.name}" if isinstance(place, Board) else place.name


def _segments() -> list[tuple[str, list[tuple[str, str]]]]:
    """Under their question, as they stand in an address."""
    return [
        (each.question.text, [(f"{each.question.pk}:{answer}", answer) for answer, _n in each.answers])
        for each in segments()
        if each.answers
    ]  # fmt: skip


HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]


def _zones() -> list[tuple[str, str]]:
    """Those of places, and UTC: the others are old names of the same."""
    found = sorted(each for each in available_timezones() if "/" in each and not each.startswith(("Etc/", "posix/", "right/")))  # fmt: skip
    return [("UTC", "UTC"), *((each, each.replace("_", " ")) for each in found)]


class ScheduleForm(forms.Form):
    """Who gets it, and when by the clock where they are."""

    reader = forms.ModelChoiceField(Member.objects.none(), label=_("For"), empty_label=None)
    rhythm = forms.ChoiceField(label=_("How often"), choices=ReportSchedule.Rhythm.choices)
    weekday = forms.TypedChoiceField(
        label=_("Day of the week"), choices=ReportSchedule.Weekday.choices, coerce=int
    )  # fmt: skip
    hour = forms.TypedChoiceField(label=_("At"), choices=HOURS, coerce=int)
    zone = forms.ChoiceField(label=_("Time zone"), choices=_zones)

    def __init__(self, viewer: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reader"]
        field.queryset = possible_readers(viewer)  # type: ignore[attr-defined]
        field.label_from_instance = lambda member: member.name  # type: ignore[attr-defined]
