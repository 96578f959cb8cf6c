"""What follows when people agree, sign in, or take their consent back."""

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Browser, Purpose
from analytics.actions.gather import arrange, gather
from analytics.actions.trace_lead import trace_leads
from analytics.models import IntentEvidence, SurveyAnswer, Touch
from forums.models import Topic
from support.models import Case, Enquiry


@transaction.atomic
def forget_person(
    *, consent_id: int, purpose: str, member_id: int | None, browser_id: str | None
) -> None:
    """Remove what rested on a consent that was taken back, and restate the figures without the person."""
    if purpose == Purpose.ANALYTICS:
        named = IntentEvidence.objects.filter(consent=consent_id)
        subjects = set(named.values_list("subject", flat=True))
        keys = set(named.values_list("key", flat=True))
        Touch.objects.filter(consent=consent_id).delete()
        SurveyAnswer.objects.filter(consent=consent_id).delete()
        regather(subjects)
        arrange(
            keys=keys
        )  # what stood on nothing but touches or answers has no evidence left to be found by
    trace_leads(members=_some(member_id), browsers=_some(browser_id))


@transaction.atomic
def adopt_touches(*, member_id: int, browser_id: str | None) -> None:
    """What a browser did before its owner signed in is theirs, as its consent now is."""
    if browser_id and Browser.objects.filter(pk=browser_id, member=member_id).exists():
        touches = Touch.objects.filter(browser_id=browser_id, member=None)
        adopted = list(touches.values_list("pk", flat=True))
        touches.update(member=member_id)
        surveys = SurveyAnswer.objects.filter(browser_id=browser_id, member=None)
        asked = list(surveys.values_list("pk", flat=True))
        surveys.update(member=member_id)
        enquiries = Enquiry.objects.filter(browser_id=browser_id, member=None)
        gather(
            touches=adopted,
            enquiries=enquiries.values_list("pk", flat=True),
            surveys=asked,
        )
    trace_leads(members=[member_id], browsers=_some(browser_id))


@transaction.atomic
def recount_member(*, member_id: int) -> None:
    """Read again all that a member did: they became one of the company's own people, or no longer are."""
    gather(
        topics=_ids(Topic.objects.questions().filter(author=member_id)),
        enquiries=Enquiry.objects.filter(member=member_id).values_list("pk", flat=True),
        cases=_ids(Case.objects.filter(member=member_id)),
        touches=_ids(Touch.objects.filter(member=member_id)),
        surveys=SurveyAnswer.objects.filter(member=member_id).values_list("pk", flat=True),
    )
    trace_leads(members=[member_id])


def regather(subjects: set[str]) -> None:
    """Gather again by the names that evidence keeps of its rows."""
    by_kind: dict[str, list[str]] = {
        "topic": [],
        "enquiry": [],
        "case": [],
        "touch": [],
        "survey": [],
    }
    for subject in subjects:
        kind, _, pk = subject.partition(":")
        by_kind[kind].append(pk)
    gather(
        topics=map(int, by_kind["topic"]),
        enquiries=by_kind["enquiry"],
        cases=map(int, by_kind["case"]),
        touches=map(int, by_kind["touch"]),
        surveys=by_kind["survey"],
    )


def _ids(rows: QuerySet) -> list[int]:
    return list(rows.values_list("pk", flat=True))


def _some(value: int | str | None) -> list:
    return [] if value is None else [value]
