from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, RoleGrant
from analytics.lens import Lens
from analytics.metrics.base import Definition, Figure, Metric
from support.models import Case


def rows(lens: Lens) -> QuerySet[Case]:
    staff = RoleGrant.objects.in_force().exclude(role=Role.EVANGELIST).values("member")
    cases = Case.objects.contacts().filter(opened_at__gte=lens.start, opened_at__lt=lens.end)
    return lens.of_cases(cases.exclude(member__in=staff))


def figure(lens: Lens) -> Figure:
    read = Q(enquiry__offered__opened_at__isnull=False)
    counted = rows(lens).aggregate(
        all=Count("pk", distinct=True), after_reading=Count("pk", filter=read, distinct=True)
    )
    return Figure(
        counted["all"], sample=counted["all"], details={"after_reading": counted["after_reading"]}
    )


METRIC = Metric(
    name="contacts",
    definition=Definition(
        title=_("Contacts that support had to take"),
        unit=_("support cases"),
        counts=_(
            "cases opened in the period: by the contact form, by mail or brought in from the help desk"
        ),
        leaves_out=_("cases of the company's own people"),
        uncertainty=_("none: a plain count"),
        source=_("support cases"),
    ),
    figure=figure,
    rows=rows,
    is_count=True,
)
