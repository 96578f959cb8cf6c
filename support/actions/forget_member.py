from django.db import transaction
from django.db.models import Q, Value
from django.db.models.functions import SHA256, Concat, Substr
from django.utils.translation import gettext as _

from support.models import Case, CaseMessage, Enquiry
from support.received import FORGOTTEN


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
        member=None, browser=None, subject=_("Deleted"), text=""
    )
    CaseMessage.objects.filter(case__in=ids).update(text="", html="")
    theirs = Case.objects.filter(pk__in=ids)
    theirs.update(member=None, name="", email="", subject=_("Deleted"), body="")
    # What the help desk calls it stays as a hash only: so that the next import does not bring it back.
    whole = Concat("desk", Value("/"), "reference")
    named = theirs.exclude(reference="").exclude(reference__startswith=FORGOTTEN)
    named.exclude(desk="").update(reference=Concat(Value(FORGOTTEN), Substr(SHA256(whole), 1, 60)))
    named.filter(desk="").update(reference="")
    return len(ids)
