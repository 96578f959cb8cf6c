from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from support.models import (
    Case,
    CaseEvent,
    CaseFile,
    CaseMessage,
    CasePublication,
    Enquiry,
    TeamMembership,
)
from support.received import FORGOTTEN, forgotten
from uploads.actions import use_uploads


@transaction.atomic
def forget_member(*, member_id: int, addresses: list[str]) -> int:
    """Of what a member who left wrote to support, keep that it happened and how it ended; returns how many cases.

    Cases opened by mail or form from one of their addresses are theirs too, though no account was named.
    """
    by_address = Q(pk__in=[])
    for address in addresses:
        by_address |= Q(member=None, email__iexact=address)
    cases = Case.objects.filter(Q(member=member_id) | by_address)
    ids = list(cases.select_for_update(of=("self",)).values_list("pk", flat=True))
    enquiries = Q(member=member_id) | Q(member=None, browser__member=member_id) | Q(case__in=ids)
    found = list(Enquiry.objects.filter(enquiries).values_list("pk", flat=True))
    Enquiry.objects.filter(pk__in=found).update(
        member=None, browser=None, subject=_("Deleted"), text="", order=""
    )
    for file in CaseFile.objects.filter(case__in=ids):
        use_uploads(used_by=CaseFile.USED_BY, object_id=file.pk, html="")
        file.delete()
    CaseMessage.objects.filter(case__in=ids).update(text="", html="", message_id="", in_reply_to="")
    CasePublication.objects.filter(case__in=ids).update(title=_("Deleted"), question="", answer="")
    CaseEvent.objects.filter(case__in=ids).update(why="")
    TeamMembership.objects.filter(member=member_id).delete()
    theirs = Case.objects.filter(pk__in=ids)
    theirs.update(member=None, name="", email="", subject=_("Deleted"), body="", order="", tags=[])
    # What the help desk calls it stays as a hash only: so that the next import does not bring it back.
    named = list(theirs.exclude(reference="").exclude(reference__startswith=FORGOTTEN))
    for case in named:
        case.reference = forgotten(case.desk, case.reference) if case.desk else ""
    Case.objects.bulk_update(named, ["reference"])
    return len(ids)
