from collections.abc import Iterable
from typing import Any

from django.db import transaction

from analytics import evidence, locks
from analytics.assumptions import waiting_window
from analytics.deflection.grading import grade
from analytics.models import IntentEvidence
from analytics.persons import Persons
from support.models import Case


@transaction.atomic
def gather(
    *,
    topics: Iterable[int] = (),
    enquiries: Iterable[Any] = (),
    cases: Iterable[int] = (),
    touches: Iterable[int] = (),
    surveys: Iterable[Any] = (),
) -> None:
    """Read the evidence of these rows again and put the intents they speak for in order.

    Safe to run at any time, twice, or at once; the outcome depends on the rows alone.
    """
    cases = list(cases)
    enquiries = {
        *(str(pk) for pk in enquiries),
        *(
            str(pk)
            for pk in Case.objects.filter(pk__in=cases, enquiry__isnull=False).values_list(
                "enquiry", flat=True
            )
        ),
    }
    topics, touches, surveys = list(topics), list(touches), list(surveys)
    subjects = [
        *(f"topic:{pk}" for pk in topics),
        *(f"enquiry:{pk}" for pk in enquiries),
        *(f"case:{pk}" for pk in cases),
        *(f"touch:{pk}" for pk in touches),
        *(f"survey:{pk}" for pk in surveys),
    ]
    locks.share_all()
    locks.own(name for name in subjects if not name.startswith("touch:"))
    held = IntentEvidence.objects.filter(subject__in=subjects)
    keys = set(held.values_list("key", flat=True))
    found = _read(topics, enquiries, cases, touches, surveys)
    keys |= {row.key for row in found}
    locks.own(keys)
    held.delete()
    IntentEvidence.objects.bulk_create(found)
    arrange(keys=keys)


def _read(
    topics: list[int],
    enquiries: set[str],
    cases: list[int],
    touches: list[int],
    surveys: list[Any],
) -> list[IntentEvidence]:
    asked = evidence.asked_topics().filter(pk__in=topics)
    written = evidence.written_enquiries().filter(pk__in=enquiries)
    lone = evidence.lone_cases().filter(pk__in=cases)
    telling = evidence.telling_touches().filter(pk__in=touches)
    given = evidence.given_answers().filter(pk__in=surveys)
    members: set[int] = set(asked.values_list("author", flat=True)) if topics else set()
    members |= {pk for pk in lone.values_list("member", flat=True) if pk} if cases else set()
    if enquiries:
        members |= set(written.values_list("asked_topic__author", flat=True)) - {None}
    browsers: set[Any] = set()
    pairs = [
        *(written.values_list("member", "browser") if enquiries else ()),
        *(telling.values_list("member", "browser") if touches else ()),
        *(given.values_list("member", "browser") if surveys else ()),
    ]
    for member_id, browser_id in pairs:
        members |= {member_id} - {None}
        browsers |= {browser_id} - {None}
    persons = Persons.load(members, browsers)
    return [
        *(evidence.of_topics(asked, persons) if topics else ()),
        *(evidence.of_enquiries(written, persons) if enquiries else ()),
        *(evidence.of_cases(lone, persons) if cases else ()),
        *(evidence.of_touches(telling, persons) if touches else ()),
        *(evidence.of_surveys(given, persons) if surveys else ()),
    ]


def arrange(*, keys: Iterable[str] | None = None) -> int:
    """Make the intents of these keys (None: of everybody) what their evidence says; returns how many there are."""
    return grade(waiting_window(), keys)
