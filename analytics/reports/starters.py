"""Reports that are there from the start."""

from django.utils.translation import gettext as _

from analytics.models import Report

MONDAY = [
    "confirmed_deflections", "deflected", "saved", "net_saved", "contacts", "leads_sourced", "first_response", "unanswered", "solution_rate",
]  # fmt: skip


def keep_starters() -> None:
    """Asked again, it changes nothing: what somebody made of one stays."""
    Report.objects.get_or_create(
        starter=Report.Starter.MONDAY,
        defaults={
            "name": _("Executive's Monday"),
            "figures": MONDAY,
            "span": Report.Span.LAST_WEEK,
        },
    )
