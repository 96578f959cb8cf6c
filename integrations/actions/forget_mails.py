from django.db import transaction
from django.db.models import Q

from core.models import OutgoingMail
from integrations.desk.by_mail import KEPT_AS


@transaction.atomic
def forget_mails(*, addresses: list[str]) -> int:
    """Mails to a help desk about somebody who has left, as far as they did not leave yet; returns how many."""
    theirs = Q(pk__in=[])
    for address in addresses:
        theirs |= Q(text__icontains=f"<{address}>")
    unsent = OutgoingMail.objects.filter(theirs, key__startswith=KEPT_AS, sent_at=None)
    return unsent.delete()[0]
