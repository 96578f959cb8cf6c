from django.db import transaction
from django.db.models import Q

from accounts.privacy.forgetting import Traces
from core.models import OutgoingMail


@transaction.atomic
def forget_mail(*, traces: Traces, farewell: str) -> None:
    """Delete every mail to these addresses but the farewell; mail to others that names them says nothing more.

    What waits to be sent to others goes out as it is, and says nothing either once it is sent.
    """
    for address in traces.addresses:
        theirs = Q(to__icontains=address) | Q(headers__icontains=address)
        OutgoingMail.objects.filter(theirs).exclude(key=farewell).delete()
    settled = OutgoingMail.objects.exclude(sent_at=None, parked_at=None).exclude(key=farewell)
    for word in [*traces.names, *traces.handles, *traces.addresses]:
        telling = Q(subject__icontains=word) | Q(text__icontains=word) | Q(html__icontains=word)
        settled.filter(telling).update(subject="", text="", html="", error="")
