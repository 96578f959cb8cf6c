"""Who gets a report by mail: begun, ended, sent now, tried again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from analytics.actions import (
    retry_delivery,
    schedule_report,
    send_report_now,
    stop_schedule,
)
from analytics.models import ReportSchedule
from analytics.reports.forms import ScheduleForm
from analytics.reports.rules import visible_reports
from analytics.views.reports import ForReaders, ReportView, visible_deliveries


class ReportSchedulesView(ReportView):
    """Begins to send it, or changes when. Read, it is the report's page."""

    def post(self, request: HttpRequest, report_id: int) -> HttpResponseBase:
        form = ScheduleForm(self.reader, request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        schedule_report(by=self.reader, report=self.report, **form.cleaned_data)
        messages.success(request, _("It will come by mail, by the clock of that place."))
        return redirect("analytics:report", report_id)


class ReportScheduleView(ForReaders):
    def post(self, request: HttpRequest, schedule_id: int) -> HttpResponseBase:
        known = ReportSchedule.objects.running().filter(report__in=visible_reports(self.reader))
        schedule = get_object_or_404(known, pk=schedule_id)
        stop_schedule(by=self.reader, schedule=schedule)
        messages.success(request, _("It is not sent any more."))
        return redirect("analytics:report", schedule.report_id)


class ReportSendView(ForReaders):
    def post(self, request: HttpRequest, report_id: int) -> HttpResponseBase:
        send_report_now(by=self.reader, report=self.report, reader=self.reader)
        messages.success(request, _("It is on its way to you."))
        return redirect("analytics:report", report_id)


class ReportDeliveryView(ForReaders):
    """Tries again what was given up."""

    def post(self, request: HttpRequest, delivery_id: int) -> HttpResponseBase:
        known = visible_deliveries(self.reader).select_related("reader")
        delivery = get_object_or_404(known, pk=delivery_id)
        if retry_delivery(by=self.reader, delivery=delivery):
            messages.success(request, _("It is tried again."))
        else:
            messages.info(request, _("It is on its way already, or has arrived."))
        return redirect("analytics:report", delivery.report_id)
