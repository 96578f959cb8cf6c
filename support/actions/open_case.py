from django.db import transaction
from django.utils import timezone

from events.publishing import publish
from support.events import CaseOpened
from support.mails import confirm_case
from support.models import Case, Enquiry


@transaction.atomic
def open_case(*, enquiry: Enquiry, name: str = "", email: str = "") -> Case:
    """Send the enquiry to support; the same enquiry again returns the case it became.

    One that was solved may still be sent: then it was not solved. `name` and `email` are a visitor's;
    a member is known. Whoever wrote gets a confirmation by mail.
    """
    enquiry = (
        Enquiry.objects.select_for_update(of=("self",)).select_related("member").get(pk=enquiry.pk)
    )
    sent = Case.objects.filter(enquiry=enquiry).first()
    if sent:
        return sent
    member = enquiry.member
    case = Case.objects.create(
        enquiry=enquiry,
        member=member,
        name="" if member else name.strip(),
        email="" if member else email.strip(),
        subject=enquiry.subject,
        body=enquiry.text,
    )
    now = timezone.now()
    enquiry.outcome, enquiry.solved_by_topic = Enquiry.Outcome.SENT, None
    enquiry.ended_at = enquiry.updated_at = now
    enquiry.save(update_fields=["outcome", "solved_by_topic", "ended_at", "updated_at"])
    publish(CaseOpened(case_id=case.pk))
    confirm_case(case)
    return case
