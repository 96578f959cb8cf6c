"""Two cases of one customer about one thing become one; and what was merged can be taken apart again."""

import uuid
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.html import linebreaks

from accounts.models import Member
from core.rules import demand
from events.publishing import publish
from support.actions.recording import STATE, lock, record, turn
from support.events import CaseChanged, CaseMerged
from support.models import Case, CaseEvent, CaseFile, CaseLink, CaseMessage, CasePublication
from support.rules import may_merge_cases

_BODIES = uuid.UUID("0d6d6c39-37a1-4e0a-9c53-9a2f6f0a4b11")


@transaction.atomic
def merge_cases(*, by: Member, case: Case, into: Case) -> Case:
    """Put all of `case` into `into`, where the talk goes on; `case` is closed, and leads there. What its
    customer was asked about publishing is asked no more. Returns `into`."""
    first, second = (lock(each) for each in sorted((case, into), key=lambda each: each.pk))
    case, into = (first, second) if first.pk == case.pk else (second, first)
    demand(may_merge_cases(by, case, into))
    was = case.status
    body = CaseMessage.objects.create(
        case=into,
        author=case.member,
        is_from_company=False,
        text=case.body,
        html=linebreaks(case.body, autoescape=True),
        key=uuid.uuid5(_BODIES, f"{case.pk}/{uuid.uuid4()}"),
        created_at=case.opened_at,
    )
    moved = {
        "messages": _move(CaseMessage.objects.filter(case=case), into),
        "files": _move_files(case, into, body),
        "links": _move_links(case, into),
    }
    turn(case, Case.Status.CLOSED, by=by)
    case.merged_into = into
    case.save(update_fields=[*STATE, "merged_into"])
    asked = case.publications.filter(state=CasePublication.State.ASKED)
    asked.update(state=CasePublication.State.WITHDRAWN, answered_at=case.closed_at)
    became = {"into": into.pk, "body": body.pk, "status": was, **moved}
    record(case, CaseEvent.Kind.MERGED, by=by, became=became)
    record(into, CaseEvent.Kind.TOOK_OVER, by=by, became={"case": case.pk})
    if was in Case.WAITS_FOR_US and into.status not in Case.WAITS_FOR_US:
        turn(into, Case.Status.OPEN, by=by)
    into.touched_at = max(into.touched_at, case.touched_at)
    into.save(update_fields=STATE)
    publish(CaseMerged(case_id=case.pk, into_id=into.pk, by_id=by.pk))
    return into


def _move(rows: QuerySet[Any], into: Case) -> list[int]:
    ids = list(rows.values_list("pk", flat=True))
    rows.model.objects.filter(pk__in=ids).update(case=into)
    return ids


def _move_files(case: Case, into: Case, body: CaseMessage) -> list[int]:
    """Files that came with its first text now hang on the message that text became."""
    held = into.files.values("upload")
    files = CaseFile.objects.filter(case=case).exclude(upload__in=held)
    first = list(files.filter(message=None).values_list("pk", flat=True))
    ids = _move(files, into)
    CaseFile.objects.filter(pk__in=first).update(message=body)
    return ids


def _move_links(case: Case, into: Case) -> list[int]:
    known = set(into.links.values_list("topic", "article"))
    links = [each for each in case.links.all() if (each.topic_id, each.article_id) not in known]
    CaseLink.objects.filter(pk__in=[each.pk for each in links]).update(case=into)
    return [each.pk for each in links]


def take_apart(*, by: Member, case: Case, event: CaseEvent) -> None:
    """Inside the action that undoes: what was moved goes back, and the case is as it was before."""
    moved: dict[str, Any] = event.became or {}
    into = lock(Case(pk=moved["into"]))
    files = CaseFile.objects.filter(pk__in=moved["files"], case=into)
    files.filter(message=moved["body"]).update(message=None)
    files.update(case=case)
    CaseMessage.objects.filter(pk__in=moved["messages"], case=into).update(case=case)
    CaseMessage.objects.filter(pk=moved["body"], case=into).delete()
    CaseLink.objects.filter(pk__in=moved["links"], case=into).update(case=case)
    case.merged_into = None
    turn(case, moved["status"], by=by)
    case.save(update_fields=[*STATE, "merged_into"])
    publish(CaseChanged(case_id=into.pk))
