from collections.abc import Iterator

from django.db import connection, transaction
from django.db.models import OuterRef, Subquery

from accounts.models import Browser, Consent, Purpose
from analytics import evidence, locks
from analytics.actions.gather import arrange
from analytics.actions.trace_lead import trace_leads
from analytics.models import IntentEvidence, Lead, SupportIntent, Touch
from analytics.persons import Persons

KEYS_AT_ONCE = 1000


@transaction.atomic
def rebuild() -> dict[str, int]:
    """Make every intent and lead again from the rows they stand on; returns how many there are.

    Needed after rows were planted or imported without events. Following events gives the same.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0")
    locks.own_all()
    owner = Browser.objects.filter(pk=OuterRef("browser")).values("member")
    Touch.objects.filter(member=None, browser__member__isnull=False).update(member=Subquery(owner))
    _rebuild_intents()
    _rebuild_leads()
    return {"intents": SupportIntent.objects.count(), "leads": Lead.objects.count()}


def _rebuild_intents() -> None:
    IntentEvidence.objects.all().delete()
    SupportIntent.objects.all().delete()
    persons = Persons.load()
    for source in (
        evidence.of_topics(evidence.asked_topics(), persons),
        evidence.of_enquiries(evidence.written_enquiries(), persons),
        evidence.of_cases(evidence.lone_cases(), persons),
        evidence.of_touches(evidence.telling_touches(), persons),
        evidence.of_surveys(evidence.given_answers(), persons),
    ):
        for chunk in evidence.chunks(source):
            IntentEvidence.objects.bulk_create(chunk)
    arrange()


def _rebuild_leads() -> None:
    Lead.objects.all().delete()
    agreed = Consent.objects.in_force().filter(purpose=Purpose.SALES)
    members = set(agreed.values_list("member", flat=True)) - {None}
    browsers = set(agreed.filter(member=None).values_list("browser", flat=True)) - {None}
    for some in _parts(members):
        trace_leads(members=some)
    for others in _parts(browsers):
        trace_leads(browsers=others)


def _parts(people: set) -> Iterator[list]:
    ordered = sorted(people)
    for start in range(0, len(ordered), KEYS_AT_ONCE):
        yield ordered[start : start + KEYS_AT_ONCE]
