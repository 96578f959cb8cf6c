"""Reports: the list, the builder with its preview, the report itself, and its files."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView, View

from accounts.models import Member
from analytics import exports
from analytics.actions import drop_report, save_report
from analytics.lens import Lens
from analytics.models import Report, ReportDelivery, ReportSchedule
from analytics.periods import Period, today
from analytics.reports import table
from analytics.reports.contents import Contents, contents, place_of
from analytics.reports.forms import ReportForm, ScheduleForm
from analytics.reports.rules import (
    may_change_report,
    may_read_reports,
    may_send_to,
    visible_reports,
)
from analytics.reports.spans import period_of
from analytics.rules import may_see_insights
from analytics.sections import tabs
from core.rules import demand

DELIVERIES = 20
Failed = [ReportDelivery.State.FAILED, ReportDelivery.State.REFUSED]


@method_decorator(never_cache, name="dispatch")
class ForReaders(View):
    """For whoever reads figures, as far as they do."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        demand(may_read_reports(request.user))
        return super().dispatch(request, *args, **kwargs)

    @property
    def reader(self) -> Member:
        return cast(Member, self.request.user)

    @cached_property
    def report(self) -> Report:
        rows = visible_reports(self.reader).select_related("space", "board", "product")
        return get_object_or_404(rows, pk=self.kwargs["report_id"])

    def period(self, report: Report) -> Period:
        return period_of(report.span, today())

    def found(self, report: Report) -> Contents:
        return contents(report, self.reader, self.period(report))


class ReportPage(ForReaders, TemplateView):
    section = "reports"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            tabs=tabs(self.section, self.reader),
            lens=Lens(period_of(Report.Span.DAYS_90, today())),
            sees_everything=bool(may_see_insights(self.reader)),
            **kwargs,
        )


class ReportListView(ReportPage):
    template_name = "analytics/reports/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reports = visible_reports(self.reader).select_related(
            "space", "board", "product", "made_by"
        )
        theirs = dict(
            ReportSchedule.objects.running()
            .filter(reader=self.reader)
            .values_list("report", "next_at")
        )
        failed = visible_deliveries(self.reader).filter(state__in=Failed)
        return super().get_context_data(
            reports=[(each, place_of(each, self.reader), theirs.get(each.pk)) for each in reports],
            failed=failed.select_related("report", "reader")[:DELIVERIES],
            **kwargs,
        )


def visible_deliveries(reader: Member) -> Any:
    """Executives see what became of every one, others of their own."""
    rows = ReportDelivery.objects.all()
    return rows if may_see_insights(reader) else rows.filter(reader=reader)


class ReportBuilderView(ReportPage):
    """A form; "Preview" shows the report under it and keeps nothing, "Save" keeps it."""

    template_name = "analytics/reports/edit.html"

    @cached_property
    def held(self) -> Report | None:
        if "report_id" not in self.kwargs:
            return None
        demand(may_change_report(self.reader, self.report))
        return self.report

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if "form" not in kwargs:
            names = ("name", "figures", "split", "span", "space", "board", "product")
            start = {name: getattr(self.held, name) for name in names} if self.held else {}
            if self.held and self.held.segment:
                start["segment"] = "{}:{}".format(*self.held.segment)
            kwargs["form"] = ReportForm(self.reader, initial=start)
        return super().get_context_data(held=self.held, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        held, form = self.held, ReportForm(self.reader, request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        if "preview" in request.POST:
            found = self.found(form.report())
            return self.render_to_response(self.get_context_data(form=form, found=found))
        report = save_report(by=self.reader, report=held, **form.cleaned_data)
        messages.success(request, _("Saved. It reads the figures anew each time."))
        return redirect("analytics:report", report.pk)


class ReportView(ReportPage):
    template_name = "analytics/reports/page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report, reader = self.report, self.reader
        running = ReportSchedule.objects.running().filter(report=report).select_related("reader")
        if not may_see_insights(reader):
            running = running.filter(reader=reader)
        schedules = list(running.order_by("reader__name", "pk"))
        if may_send_to(reader, reader):
            mine = next((each for each in schedules if each.reader_id == reader.pk), None)
            names = ("rhythm", "weekday", "hour", "zone")
            start = {name: getattr(mine, name) for name in names} if mine else _usual(reader)
            kwargs.setdefault("form", ScheduleForm(reader, initial={"reader": reader, **start}))
        deliveries = visible_deliveries(reader).filter(report=report).select_related("reader")
        return super().get_context_data(
            report=report, found=self.found(report), schedules=schedules, deliveries=deliveries[:DELIVERIES],
            may_change=bool(may_change_report(reader, report)), failed_states=Failed,
            **kwargs,
        )  # fmt: skip

    def post(self, request: HttpRequest, report_id: int) -> HttpResponseBase:
        """Dropped, with its schedules."""
        drop_report(by=self.reader, report=self.report)
        messages.success(request, _("The report is gone, and nobody gets it any more."))
        return redirect("analytics:reports")


def _usual(reader: Member) -> dict[str, Any]:
    """As they chose for another report; else Monday at seven by the community's clock."""
    last = ReportSchedule.objects.filter(reader=reader).order_by("-pk").first()
    return {"rhythm": "weekly", "weekday": 0, "hour": last.hour if last else 7, "zone": last.zone if last else "UTC"}  # fmt: skip


class ReportTableView(ForReaders):
    """The numbers of a report as CSV, or with ?as=xlsx as a workbook."""

    def get(self, request: HttpRequest, report_id: int) -> HttpResponseBase:
        found = self.found(self.report)
        return exports.answer(
            f"report-{found.period.first}-{found.period.last}",
            table.HEAD,
            table.rows(found),
            definition=table.about(found),
            lens=Lens(found.period),
            kind=request.GET.get("as", ""),
        )


class ReportPaperView(ForReaders):
    """As PDF. What makes it is heavy, so it is loaded here and not when the process starts."""

    def get(self, request: HttpRequest, report_id: int) -> HttpResponseBase:
        found = self.found(self.report)
        pdf_of = import_string("analytics.reports.paper.pdf_of")
        response = HttpResponse(pdf_of(found), content_type="application/pdf")
        name = f"report-{found.period.first}-{found.period.last}.pdf"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
