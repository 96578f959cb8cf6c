"""A report holds no numbers: whoever opens it reads what they may read. These are about the choice of figures and who gets it."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Member, Role, RoleGrant, Viewer
from analytics.models import Report, ReportSchedule
from analytics.rules import may_see_figures, may_see_insights, may_see_work
from core.rules import ALLOWED, Verdict, denied
from spaces.models import SpaceRole


def may_read_reports(viewer: Viewer) -> Verdict:
    if may_see_figures(viewer) or may_see_work(viewer):
        return ALLOWED
    return denied(_("Reports are read by those who read the community's figures."))


def visible_reports(viewer: Viewer) -> QuerySet[Report]:
    """Executives: all. Others: those that are there from the start, their own, and those they get."""
    if not may_read_reports(viewer):
        return Report.objects.none()
    if may_see_insights(viewer):
        return Report.objects.all()
    theirs = ReportSchedule.objects.running().filter(reader=viewer.pk).values("report")
    return Report.objects.filter(~Q(starter="") | Q(made_by=viewer.pk) | Q(pk__in=theirs))


def may_change_report(viewer: Viewer, report: Report) -> Verdict:
    if may_see_insights(viewer) or (may_read_reports(viewer) and report.made_by_id == viewer.pk):
        return ALLOWED
    return denied(_("Executives change reports, and whoever made one."))


def may_send_to(viewer: Viewer, reader: Member) -> Verdict:
    """To oneself; executives also to others who read figures."""
    if not may_read_reports(reader):
        return denied(_("They read no figures, so that a report would be empty."))
    if reader.pk == viewer.pk or may_see_insights(viewer):
        return ALLOWED
    return denied(_("Executives have reports sent to others; you can have them sent to yourself."))


def may_stop(viewer: Viewer, schedule: ReportSchedule) -> Verdict:
    if schedule.reader_id == viewer.pk or may_see_insights(viewer):
        return ALLOWED
    return denied(_("Whoever gets a report ends that, and executives do."))


def possible_readers(viewer: Viewer) -> QuerySet[Member]:
    """Whom the viewer may have a report sent to."""
    everybody = Member.objects.active().order_by("name", "pk")
    if not may_see_insights(viewer):
        return everybody.filter(pk=viewer.pk)
    roles = [Role.EXECUTIVE, Role.ADMINISTRATOR, Role.MANAGER]
    everywhere = RoleGrant.objects.in_force().filter(role__in=roles).values("member")
    somewhere = SpaceRole.objects.in_force().values("member")
    return everybody.filter(Q(pk__in=everywhere) | Q(pk__in=somewhere))
