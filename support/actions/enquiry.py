import re
import uuid
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Member, Viewer
from events.publishing import publish
from support.events import EnquiryStarted
from support.holdout import draw
from support.models import Enquiry, Product

SUBJECT_CHARS = 80
_SENTENCE_END = re.compile(r"(?<=[.!?])\s")
LEFT_AFTER = timedelta(hours=72)


class NotYours(Exception):
    """The form's key belongs to somebody else's enquiry."""


@transaction.atomic
def save_enquiry(
    *,
    key: uuid.UUID,
    viewer: Viewer,
    browser_id: uuid.UUID | None,
    text: str,
    subject: str = "",
    product: Product | None = None,
    order: str = "",
    place: str = Enquiry.Place.PAGE,
) -> Enquiry:
    """Keep what is typed in the field; the same `key` again is the same enquiry. Without a subject its beginning is one.

    What was sent stays as it was; one that was left goes on. Raises NotYours.
    """
    member_id = viewer.pk if viewer.is_authenticated else None
    told = {
        "subject": subject or subject_of(text),
        "text": text,
        "product": product,
        "order": order,
    }
    defaults: dict[str, Any] = {
        "member_id": member_id,
        "browser_id": browser_id,
        "place": place,
        "withheld": partial(draw, viewer, browser_id),  # asked for a new one alone
        **told,
    }
    rows = Enquiry.objects.select_for_update(of=("self",))
    enquiry, is_new = rows.get_or_create(pk=key, defaults=defaults)
    if is_new:
        publish(EnquiryStarted(enquiry_id=str(enquiry.pk)))
        return enquiry
    if not enquiry.is_of(viewer, browser_id):
        raise NotYours
    if enquiry.outcome != Enquiry.Outcome.SENT:
        for name, value in told.items():
            setattr(enquiry, name, value)
        enquiry.updated_at = timezone.now()
        if enquiry.outcome == Enquiry.Outcome.LEFT:
            enquiry.outcome, enquiry.ended_at = Enquiry.Outcome.OPEN, None
        enquiry.save(update_fields=[*told, "outcome", "ended_at", "updated_at"])
    return enquiry


def subject_of(text: str) -> str:
    """The first line of what somebody wrote, or its first sentence where that line is long: what a case is called."""
    line = " ".join(next((each for each in text.splitlines() if each.strip()), "").split())
    if len(line) > SUBJECT_CHARS:
        line = _SENTENCE_END.split(line, maxsplit=1)[0]
    if len(line) <= SUBJECT_CHARS:
        return line
    return line[: SUBJECT_CHARS - 1].rpartition(" ")[0] + "…"


@transaction.atomic
def claim_enquiries(*, member: Member, browser_id: uuid.UUID) -> int:
    """What a visitor began to write is theirs once they have signed in; a case they sent as a visitor
    stays with its signed link."""
    mine = Enquiry.objects.filter(browser=browser_id, member=None)
    return mine.exclude(outcome=Enquiry.Outcome.SENT).update(member=member)


@transaction.atomic
def carry_over(*, enquiry: Enquiry, viewer: Viewer, browser_id: uuid.UUID) -> Enquiry:
    """What was begun in the box on the company's site goes on here, as this person's; it stays one enquiry."""
    enquiry = Enquiry.objects.select_for_update(of=("self",)).get(pk=enquiry.pk)
    if Enquiry.objects.of(viewer, browser_id).filter(pk=enquiry.pk).exists():
        return enquiry
    if enquiry.member_id or enquiry.outcome == Enquiry.Outcome.SENT:
        raise NotYours
    enquiry.member_id = viewer.pk if viewer.is_authenticated else None
    enquiry.browser_id = browser_id
    enquiry.save(update_fields=["member", "browser"])
    return enquiry


@transaction.atomic
def settle_left_enquiries() -> int:
    """Forms nobody has touched for three days were left."""
    now = timezone.now()
    left = Enquiry.objects.open().filter(updated_at__lt=now - LEFT_AFTER)
    return left.update(outcome=Enquiry.Outcome.LEFT, ended_at=now)
