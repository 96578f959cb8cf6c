from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.adapter import get_adapter as sessions
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone

from accounts import models as own
from accounts.administration.letters import tell_merged
from accounts.administration.merging import Columns, hand_over, what_moves
from accounts.events import ConsentWithdrawn, MembersMerged, RoleWithdrawn
from accounts.models import Consent, Member, MergeRecord, RoleGrant
from accounts.rules import may_merge
from accounts.showing.profiles import USED_BY_AVATAR
from core.rules import demand
from events.publishing import publish
from uploads.actions import use_uploads
from uploads.models import Document, Meter, Upload

# What is the member's here. Ways to prove who one is (passkeys, second factors) are not handed over: they go.
COLUMNS: Columns = {
    EmailAddress: ("user",),
    SocialAccount: ("user",),
    Document: ("owner",),
    Meter: ("owner",),
    Upload: ("owner",),
    own.ActingSession: ("by", "member"),
    own.AdmissionRequest: ("member", "decided_by"),
    own.RoleGrant: ("member", "granted_by", "withdrawn_by"),
    own.Block: ("blocker", "blocked"),
    own.Browser: ("member",),
    own.Claim: ("used_by",),
    own.Consent: ("member",),
    own.Deletion: ("member",),
    own.FormerHandle: ("member",),
    own.Export: ("member",),
    own.IdentityProvider: ("changed_by",),
    own.InvitationBatch: ("created_by",),
    own.Invitation: ("created_by", "revoked_by"),
    own.InvitationUse: ("member",),
    own.MergeRecord: ("target", "by"),
    own.ProfileLink: ("member",),
    own.ProfileAnswer: ("member",),
    own.ProfileSkip: ("member",),
    own.TrustChange: ("member", "by"),
    own.TrustCaution: ("member",),
    own.WaitingAct: ("member",),
}


@transaction.atomic
def merge_members(*, by: Member, source: Member, target: Member, reason: str) -> MergeRecord:
    """Make two accounts of one person one. The source stays as a name that leads to the target; both are told.

    Ways in, addresses and rows of this app move now; every other app moves its own when it hears of it. Votes
    stay as they were cast. Consent: what one of the two refused is refused. Roles are not handed over.
    """
    demand(may_merge(by, source, target))
    ids = sorted(
        (source.pk, target.pk)
    )  # in one order, so that two merges cannot wait for each other
    rows = Member.objects.select_for_update().order_by("pk").filter(pk__in=ids)
    locked = {member.pk: member for member in rows}
    source, target = locked[source.pk], locked[target.pk]
    demand(may_merge(by, source, target))
    event = MembersMerged(from_id=source.pk, to_id=target.pk, by_id=by.pk)
    counts = {f"{app}: {kind}": count for app, kind, count in what_moves(source)}
    record = MergeRecord.objects.create(
        source=source, target=target, by=by, reason=reason.strip(), counts=counts
    )
    address = source.email
    _withdraw_roles(source, by)
    _keep_strictest_consent(source, target)
    _forget_what_joins_them(event)
    sessions().end_sessions(UserSession.objects.filter(user=source))
    Authenticator.objects.filter(user=source).delete()
    EmailAddress.objects.filter(user=source).update(primary=False)
    use_uploads(used_by=USED_BY_AVATAR, object_id=source.pk, html="")
    _empty(source)
    hand_over(event, COLUMNS)
    _give(source, target)
    publish(event)
    tell_merged(record, target.email, target)
    if address.lower() != target.email.lower():
        tell_merged(record, address, source)
    return record


def _withdraw_roles(source: Member, by: Member) -> None:
    for grant in RoleGrant.objects.in_force().filter(member=source):
        RoleGrant.objects.filter(pk=grant.pk).update(withdrawn_at=timezone.now(), withdrawn_by=by)
        publish(RoleWithdrawn(member_id=source.pk, role=grant.role, by_id=by.pk))


def _keep_strictest_consent(source: Member, target: Member) -> None:
    """Of what is agreed to by one of them alone, what the other took back or never agreed to is not agreed to."""
    rows = Consent.objects.filter(member__in=[source, target])
    held: dict[str, set[Any]] = {}
    for row in rows.filter(withdrawn_at=None):
        held.setdefault(row.purpose, set()).add(row.member_id)
    refused = {(row.member_id, row.purpose) for row in rows.exclude(withdrawn_at=None)}
    for row in rows.filter(withdrawn_at=None):
        both = len(held[row.purpose]) == 2
        keeps = row.member_id == target.pk and (both or (source.pk, row.purpose) not in refused)
        if not keeps:
            Consent.objects.filter(pk=row.pk).update(withdrawn_at=timezone.now())
            publish(
                ConsentWithdrawn(
                    consent_id=row.pk,
                    purpose=row.purpose,
                    member_id=row.member_id,
                    browser_id=str(row.browser_id) if row.browser_id else None,
                )
            )


def _forget_what_joins_them(event: MembersMerged) -> None:
    pair = (event.from_id, event.to_id)
    own.Block.objects.filter(blocker__in=pair, blocked__in=pair).delete()
    own.ActingSession.objects.filter(by__in=pair, member__in=pair).update(by=None)


def _empty(source: Member) -> None:
    """What is left of the source: a handle that leads on, with no way in and no word of its own."""
    source.set_unusable_password()
    source.is_active = False
    source.email = source.bio = source.avatar = source.pronouns = source.location = ""
    source.save()


def _give(source: Member, target: Member) -> None:
    """The columns that speak for both: the longer time, the higher trust, the stricter suspension."""
    target.joined_at = min(source.joined_at, target.joined_at)
    target.trust = max(source.trust, target.trust)
    ends = [each for each in (source.suspended_until, target.suspended_until) if each]
    if ends and max(ends) != target.suspended_until:
        target.suspended_until, target.suspended_for = max(ends), source.suspended_for
    blocked = own.Block.objects.filter(blocker=target).values_list("blocked", flat=True)
    target.blocked_ids = sorted(blocked)
    target.save()
    for blocker in Member.objects.filter(blocked_ids__contains=[source.pk]):
        mine = own.Block.objects.filter(blocker=blocker).values_list("blocked", flat=True)
        Member.objects.filter(pk=blocker.pk).update(blocked_ids=sorted(mine))
