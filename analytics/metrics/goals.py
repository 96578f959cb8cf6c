"""What leads came to: sourced and influenced ones, and what the goals they reached are worth. Never added up."""

from collections import Counter
from decimal import Decimal

from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.translation import gettext_lazy as _

from analytics.lens import Lens
from analytics.metrics.base import Definition, Figure, Metric
from analytics.metrics.leads import LEFT_OUT_OF_LEADS, in_places, rows
from analytics.models import Goal, Lead, LeadTransition, Touch

SOURCED, INFLUENCED = "sourced", "influenced"
WAYS = {SOURCED: _("Sourced"), INFLUENCED: _("Influenced")}


def sourced(lens: Lens) -> QuerySet[Lead]:
    """First seen in the period, and first seen here: their first consented touch is known."""
    return rows(lens).exclude(first_touch=None)


def influenced(lens: Lens) -> QuerySet[Lead]:
    """Those who changed their stage in the period, after a touch here."""
    touched = _touches(lens, OuterRef("lead__member"), OuterRef("lead__browser"), OuterRef("at"))
    moved = steps(lens).filter(touched)
    return Lead.objects.consented().filter(pk__in=moved.values("lead"))


def steps(lens: Lens) -> QuerySet[LeadTransition]:
    """Steps forward in the period, of whoever was aware already; what silence took back is nobody's doing."""
    found = LeadTransition.objects.forward().filter(at__gte=lens.start, at__lt=lens.end)
    return found.exclude(from_stage="")


def of(lens: Lens, way: str) -> QuerySet[Lead]:
    return sourced(lens) if way == SOURCED else influenced(lens)


def goals(lens: Lens, way: str) -> QuerySet[Goal]:
    """Goals reached in the period by leads whose consent holds, after a touch here.

    Sourced: the touch came before any goal of theirs, so that they became a customer through the community.
    """
    agreed = Lead.objects.consented().filter(member=OuterRef("member"))
    found = Goal.objects.filter(Exists(agreed), at__gte=lens.start, at__lt=lens.end)
    found = found.filter(_touches(lens, OuterRef("member"), None, OuterRef("at")))
    if way == INFLUENCED:
        return found
    theirs = Goal.objects.filter(member=OuterRef("member")).order_by().values("member")
    first_goal = theirs.annotate(first=Min("at")).values("first")
    with_first = found.annotate(first_goal=Subquery(first_goal))
    return with_first.filter(_touches(lens, OuterRef("member"), None, OuterRef("first_goal")))


def _touches(lens: Lens, member: OuterRef, browser: OuterRef | None, before: OuterRef) -> Exists:
    theirs = Q(member=member)
    if browser is not None:
        theirs |= Q(member=None, browser=browser)
    return Exists(in_places(lens, Touch.objects.consented()).filter(theirs, at__lte=before))


def reached_by(leads: QuerySet[Lead]) -> QuerySet[Goal]:
    """Every goal of these leads, whenever they reached it."""
    return Goal.objects.filter(member__lead__in=leads.order_by().values("pk"))


def worth(lens: Lens, way: str) -> Counter[str]:
    return value_of(goals(lens, way))


def value_of(found: QuerySet[Goal]) -> Counter[str]:
    """What these goals are worth by currency, as many as there are."""
    sums = found.exclude(value=0).values_list("currency").annotate(sum=Sum("value"))
    return Counter(dict(sums.order_by("currency")))


def figure(lens: Lens) -> Figure:
    number = {way: of(lens, way).count() for way in WAYS}
    money: dict[str, Counter[str]] = {way: worth(lens, way) for way in WAYS}
    reached = {way: goals(lens, way).count() for way in WAYS}
    details = {"number": number, "worth": money, "goals": reached}
    return Figure(number[SOURCED], sample=number[SOURCED], details=details)


def total(money: Counter[str]) -> Decimal:
    return sum((Decimal(each) for each in money.values()), Decimal(0))


METRIC = Metric(
    name="leads_sourced",
    definition=Definition(
        title=_("Leads the community brought"),
        unit=_("people; money for the goals they reached"),
        counts=_(
            "sourced: people who agreed to be contacted, first seen in the period by a consented visit here. Influenced: those "
            "who took a step forward in the period after any consented visit here. Their value is that of the goals "
            "reached in the period by the one and by the other. Many are both, so the two are never added"
        ),
        leaves_out=LEFT_OUT_OF_LEADS,
        uncertainty=_(
            "none: plain counts and sums. They fall when somebody takes their agreement back"
        ),
        source=_(
            "the ledger of consents, touches that people agreed to, and goals recorded by hand, API or CRM"
        ),
    ),
    figure=figure,
    rows=sourced,
    is_count=True,
)
