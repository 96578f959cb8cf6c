from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from accounts.events import IdentityRemoved
from accounts.models import Member
from accounts.rules import may_remove_identity
from core.rules import demand
from events.publishing import publish


@transaction.atomic
def remove_identity(*, member: Member, identity_id: int) -> SocialAccount:
    """Take one of a member's identities away. Raises NotAllowed for the last way in, DoesNotExist for another's.

    The member's row is locked first: two tabs cannot take the last two at once.
    """
    member = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    identity = SocialAccount.objects.get(pk=identity_id, user=member)
    demand(may_remove_identity(member, identity))
    identity.delete()
    publish(IdentityRemoved(member_id=member.pk, provider=identity.provider))
    return identity
