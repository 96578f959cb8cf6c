import secrets
from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.administration.letters import send_invitation_letter
from accounts.events import InvitationAccepted, RoleGranted
from accounts.models import Invitation, InvitationUse, Member, Role, RoleGrant
from accounts.models.invitation import hash_of
from accounts.rules import may_grant_roles, may_invite
from core.rules import NotAllowed, demand
from events.publishing import publish

DAYS = 14
MOST_DAYS = 90
MOST_USES = 1000


@transaction.atomic
def invite(
    *,
    by: Member,
    email: str = "",
    name: str = "",
    role: str = "",
    space_id: int | None = None,
    note: str = "",
    most_uses: int = 1,
    days: int = DAYS,
    by_mail: bool = True,
) -> tuple[Invitation, str]:
    """Make an invitation; returns it with its token, which is kept nowhere else than in the letter on its way.

    A role is given only to one named address, and only by those who may give roles.
    Raises NotAllowed otherwise, ValueError beyond what is bounded.
    """
    demand(may_invite(by))
    if not (1 <= days <= MOST_DAYS and 1 <= most_uses <= MOST_USES):
        raise ValueError("An invitation is bounded in days and uses.")
    if role:
        demand(may_grant_roles(by))
        if not email:
            raise NotAllowed(_("A role is only given with an invitation to one address."))
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        token_hash=hash_of(token),
        created_by=by,
        expires_at=timezone.now() + timedelta(days=days),
        most_uses=1 if email else most_uses,
        email=email.strip().lower(),
        name=name.strip(),
        role=role,
        space_id=space_id,
        note=note.strip(),
    )
    if invitation.email and by_mail:
        send_invitation_letter(invitation, token)
    return invitation, token


@transaction.atomic
def revoke_invitation(*, by: Member, invitation: Invitation) -> bool:
    """Take an invitation back; who came by it stays. False when it was taken back before."""
    demand(may_invite(by))
    rows = Invitation.objects.filter(pk=invitation.pk, revoked_at=None)
    return bool(rows.update(revoked_at=timezone.now(), revoked_by=by))


def use_invitation(
    *, invitation_id: int, member: Member, addresses: Collection[str], listed: bool
) -> Invitation | None:
    """Let a new member come by this invitation, inside the caller's transaction; None where it does not hold.

    One to an address is for who proved that address; a link for anybody is held to the listed domains.
    """
    rows = Invitation.objects.select_for_update(of=("self",), no_key=True)
    invitation = rows.select_related("created_by").filter(pk=invitation_id).first()
    if invitation is None or not invitation.is_usable:
        return None
    if not (invitation.email in addresses if invitation.email else listed):
        return None
    if not InvitationUse.objects.get_or_create(member=member, defaults={"invitation": invitation})[
        1
    ]:
        return None
    Invitation.objects.filter(pk=invitation.pk).update(used=F("used") + 1)
    _give_role(invitation, member)
    publish(
        InvitationAccepted(
            invitation_id=invitation.pk, member_id=member.pk, space_id=invitation.space_id
        )
    )
    return invitation


def _give_role(invitation: Invitation, member: Member) -> None:
    """The promised role, if whoever promised it may still give it."""
    by = invitation.created_by
    if not invitation.role or by is None or not (by.is_active and by.has_role(Role.ADMINISTRATOR)):
        return
    RoleGrant.objects.create(member=member, role=invitation.role, granted_by=by)
    publish(RoleGranted(member_id=member.pk, role=invitation.role, by_id=by.pk))
