import uuid
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Member, Viewer
from events.publishing import publish
from support.events import EnquiryStarted
from support.holdout import draw
from support.models import Enquiry

LEFT_AFTER = timedelta(hours=72)


class NotYours(Exception):
    """The form's key belongs to somebody else's enquiry."""


@transaction.atomic
def save_enquiry(
    *, key: uuid.UUID, viewer: Viewer, browser_id: uuid.UUID, subject: str, text: str
) -> Enquiry:
    """Keep what is typed on the contact form; the same `key` again is the same enquiry.

    What was sent stays as it was; one that was left goes on. Raises NotYours.
    """
    member_id = viewer.pk if viewer.is_authenticated else None
    enquiry, is_new = Enquiry.objects.select_for_update(of=("self",)).get_or_create(
        pk=key,
        defaults={
            "member_id": member_id,
            "browser_id": browser_id,
            "subject": subject,
            "text": text,
            "withheld": draw(viewer, browser_id),
        },
    )
    if is_new:
        publish(EnquiryStarted(enquiry_id=str(enquiry.pk)))
        return enquiry
    if not Enquiry.objects.of(viewer, browser_id).filter(pk=key).exists():
        raise NotYours
    if enquiry.outcome != Enquiry.Outcome.SENT:
        enquiry.subject, enquiry.text, enquiry.updated_at = subject, text, timezone.now()
        if enquiry.outcome == Enquiry.Outcome.LEFT:
            enquiry.outcome, enquiry.ended_at = Enquiry.Outcome.OPEN, None
        enquiry.save(update_fields=["subject", "text", "outcome", "ended_at", "updated_at"])
    return enquiry


@transaction.atomic
def claim_enquiries(*, member: Member, browser_id: uuid.UUID) -> int:
    """What a visitor began to write is theirs once they have signed in; a case they sent as a visitor
    stays with its signed link."""
    mine = Enquiry.objects.filter(browser=browser_id, member=None)
    return mine.exclude(outcome=Enquiry.Outcome.SENT).update(member=member)


@transaction.atomic
def settle_left_enquiries() -> int:
    """Forms nobody has touched for three days were left."""
    now = timezone.now()
    left = Enquiry.objects.open().filter(updated_at__lt=now - LEFT_AFTER)
    return left.update(outcome=Enquiry.Outcome.LEFT, ended_at=now)
