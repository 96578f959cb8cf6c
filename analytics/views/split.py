"""Whether a space is past its tipping point, along which lines it could be parted, and the act that does it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import formats
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.signed_in import signed_in
from analytics import tables
from analytics.health.tipping import course, doing, reading, value, wording
from analytics.health.tipping.forms import SplitForm
from analytics.health.tipping.rules import may_split, may_split_off
from analytics.masking import FEWEST
from analytics.metrics.base import Definition
from analytics.metrics.value_per_member import DEFINITION
from analytics.models import Split, SplitPart
from analytics.queries import masked, visible_topics
from analytics.views.health import HealthPage, OfSpace
from analytics.views.quoted import QuotedRowsView, QuotedTableView, Quoting
from core.limits import demand_pace, who
from core.pages import page
from core.rules import demand
from forums.models import Post

ROWS = 50
KINDS = (value.ANSWER, value.KNOWN)


class _OfSplit(OfSpace):
    @property
    def address(self) -> tuple[str, str]:
        return "analytics:split", self.studied.slug

    @cached_property
    def split(self) -> Split:
        rows = Split.objects.filter(space=self.studied).select_related("by", "undone_by", "space")
        return get_object_or_404(rows, pk=self.kwargs["split_id"])


class SplitView(_OfSplit, HealthPage):
    """GET: what was found, and the proposal. POST: do it."""

    template_name = "analytics/split/page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        viewer, split = self.request.user, reading.standing(self.studied)
        found = course.kept(self.studied.pk)
        parts, may = [], may_split(viewer, self.studied)
        if split and split.stage == Split.Stage.PROPOSED:
            parts = reading.shown_parts(split, viewer)
            if "form" not in kwargs:
                kwargs["form"] = self.form(None, [each.part for each in parts])
        return super().get_context_data(
            studied=self.studied,
            found=found,
            sentence=wording.sentence(found),
            drawing=wording.picture(found),
            rise=wording.slope(found.lines.rise) if found.lines else "",
            fall=wording.slope(found.lines.fall) if found.lines else "",
            weeks=found.weeks[::-1],
            fewest=FEWEST,
            definition=DEFINITION,
            split=split,
            parts=parts,
            cleanness=wording.cleanness(split.evidence) if split and split.evidence else "",
            may_split=may,
            past=reading.past(self.studied),
            **kwargs,
        )

    def form(self, data: Any, parts: list[SplitPart]) -> SplitForm:
        may = bool(may_split_off(self.request.user, self.studied))
        return SplitForm(data, parts=parts, may_split_off=may)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        demand(may_split(request.user, self.studied))
        split = reading.standing(self.studied)
        # The numbers of parts mean nothing in another proposal than the one that was looked at.
        is_same = split is not None and request.POST.get("split") == str(split.pk)
        if split is None or split.stage != Split.Stage.PROPOSED or not is_same:
            messages.error(request, _("This was done or changed meanwhile. Look at the page again."))  # fmt: skip
            return redirect(*self.address)
        form = self.form(request.POST, list(split.parts.all()))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        doing.begin_split(
            by=signed_in(request),
            split=split,
            names=form.names(),
            reason=form.cleaned_data["reason"],
            into=form.cleaned_data.get("into", Split.Into.BOARD),
        )
        messages.success(request, _("The conversations are on their way. You can leave this page."))
        return redirect("analytics:split_record", self.studied.slug, split.pk)


class SplitProposalView(_OfSplit):
    """Have it worked out, now."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        demand(may_split(request.user, self.studied))
        demand_pace(f"split:{who(request)}", limit=10, seconds=3600, when_down=True)
        doing.ask_for_split(by=signed_in(request), space=self.studied)
        messages.success(request, _("It is being worked out. Come back in a minute."))
        return redirect(*self.address)


class SplitRecordView(_OfSplit, HealthPage):
    """How far one got, what could not be moved, and its undo."""

    template_name = "analytics/split/record.html"

    def get_template_names(self) -> list[str]:
        return ["analytics/split/_record.html"] if self.request.htmx else [self.template_name]  # type: ignore[attr-defined]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.split.begun_at is None:
            raise Http404
        viewer = self.request.user
        return super().get_context_data(
            studied=self.studied,
            split=self.split,
            parts=reading.shown_parts(self.split, viewer),
            progress=reading.progress(self.split),
            refused=reading.refused(self.split, viewer),
            may_split=may_split(viewer, self.studied),
            **kwargs,
        )


class SplitUndoView(_OfSplit):
    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        doing.undo_split(by=signed_in(request), split=self.split)
        messages.success(request, _("The conversations are on their way back."))
        return redirect("analytics:split_record", self.studied.slug, self.split.pk)


class SplitPartView(_OfSplit, HealthPage):
    """All conversations of a part: as many rows as its number says."""

    template_name = "analytics/split/part.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.pop("number", None)  # of the address; the page's is of rows
        part = get_object_or_404(self.split.parts, number=self.kwargs["number"])
        rows = part.topic_rows.all()
        found = page(rows, order=("-posts", "-id"), after=self.request.GET.get("after"), size=ROWS)
        seen = visible_topics(self.request.user, {row.topic_id for row in found.items})
        return super().get_context_data(
            studied=self.studied,
            part=part,
            number=rows.count(),
            rows=[(row, seen.get(row.topic_id) or masked()) for row in found.items],
            **self.older_and_newer(found),
            **kwargs,
        )


class _OfWeek(_OfSplit, Quoting):
    """The posts that a week's number counts; of weeks in which few wrote, none."""

    def week(self) -> tuple[date, str]:
        kind = self.request.GET.get("only", "")
        try:
            week = date.fromisoformat(self.request.GET.get("week", ""))
        except ValueError:
            raise Http404 from None
        known = course.kept(self.studied.pk).counted
        if kind not in KINDS or all(each.first != week for each in known):
            raise Http404
        return week, kind

    @cached_property
    def found(self) -> QuerySet[Post]:
        return value.posts_of(self.studied.pk, *self.week())

    def posts(self) -> QuerySet[Post]:
        return self.found

    def definition(self) -> Definition:
        return DEFINITION

    def heading(self) -> str:
        week, kind = self.week()
        day = formats.date_format(week, "j F Y")
        if kind == value.ANSWER:
            return _("Answers to members in the week from %(day)s") % {"day": day}
        return _("Replies by members they know in the week from %(day)s") % {"day": day}

    def back(self) -> tuple[str, str]:
        return reverse("analytics:split", args=[self.studied.slug]), self.studied.name


class ValueRowsView(_OfWeek, QuotedRowsView):
    def table_address(self) -> str:
        week, kind = self.week()
        address = reverse("analytics:split_value_csv", args=[self.studied.slug])
        return f"{address}?only={kind}&week={week.isoformat()}"


class ValueCsvView(_OfWeek, QuotedTableView):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        self.week()  # 404 now: a download that has begun can say nothing any more
        return super().get(request, **kwargs)


class ValueTableView(_OfSplit):
    """The weeks as a file; of those in which few wrote, the day alone."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return tables.answer(
            f"value-{self.studied.slug}",
            ["week from", "members who wrote", "answers", "replies by members they know", "a member"],
            self._lines(),
            definition=DEFINITION,
            kind=self.kind,
        )  # fmt: skip

    def _lines(self) -> Any:
        for week in course.kept(self.studied.pk).weeks:
            if week.people < FEWEST:
                yield [week.first.isoformat(), "", "", "", ""]
            else:
                yield [week.first.isoformat(), week.people, week.answers, week.known, round(week.value, 3)]  # fmt: skip
