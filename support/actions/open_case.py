from django.db import transaction
from django.utils import timezone

from support.actions.begin_case import begin_case
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
    case = begin_case(
        case=Case(
            enquiry=enquiry,
            member=member,
            name="" if member else name.strip(),
            email="" if member else email.strip(),
            subject=enquiry.subject,
            body=enquiry.text,
            product_id=enquiry.product_id,
            order=enquiry.order,
        ),
        by=member,
    )
    now = timezone.now()
    enquiry.outcome = Enquiry.Outcome.SENT
    enquiry.solved_by_topic = enquiry.solved_by_article = None
    enquiry.ended_at = enquiry.updated_at = now
    enquiry.save(
        update_fields=["outcome", "solved_by_topic", "solved_by_article", "ended_at", "updated_at"]
    )
    confirm_case(case)
    return case
