import uuid

from django.db import transaction

from accounts.events import MemberSignedIn
from accounts.models import Browser, Consent, Member
from events.publishing import publish


@transaction.atomic
def adopt_browser(*, member: Member, browser_id: uuid.UUID | None) -> None:
    """What a browser agreed to before its owner signed in becomes the member's; tell that they signed in."""
    if browser_id and Browser.objects.filter(pk=browser_id).update(member=member):
        held = set(member.consents.in_force().values_list("purpose", flat=True))
        anonymous = Consent.objects.in_force().filter(browser=browser_id, member=None)
        anonymous.exclude(purpose__in=held).update(member=member)
    publish(MemberSignedIn(member_id=member.pk, browser_id=str(browser_id) if browser_id else None))
