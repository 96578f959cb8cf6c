from collections.abc import Collection
from enum import StrEnum

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from accounts.actions.invitation import use_invitation
from accounts.administration.letters import tell_admitted, tell_refused
from accounts.entering.domains import is_listed
from accounts.events import AdmissionAsked, AdmissionRefused, MemberAdmitted
from accounts.models import AdmissionRequest, Entrance, Member
from accounts.rules import may_admit
from core.rules import demand
from events.publishing import publish


class Outcome(StrEnum):
    """What becomes of somebody who signs in while waiting."""

    ADMITTED = "admitted"
    APPROVAL = "approval"  # an administrator looks at it
    DOMAIN = "domain"  # none of their proved addresses is of a listed domain
    INVITATION = "invitation"  # what they were invited by holds no more
    REFUSED = "refused"


@transaction.atomic
def settle_admission(*, member: Member, invitation_id: int | None) -> Outcome:
    """Let in who may come in by what holds now, by the addresses they proved; put others before an administrator.

    The invitation's row is locked, so that one for one person lets in one, however many press at once.
    """
    member = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    if not member.is_waiting:
        return Outcome.ADMITTED
    request, _is_new = AdmissionRequest.objects.get_or_create(member=member)
    if request.accepted is False:
        return Outcome.REFUSED
    proved = EmailAddress.objects.filter(user=member, verified=True)
    addresses = {address.lower() for address in proved.values_list("email", flat=True)}
    entrance = Entrance.objects.first() or Entrance(pk=1)
    listed = any(is_listed(address, entrance.email_domains) for address in addresses)
    invitation = invitation_id and use_invitation(
        invitation_id=invitation_id, member=member, addresses=addresses, listed=listed
    )
    if invitation:
        _let_in(request, by=invitation.created_by, reason="invited")
        return Outcome.ADMITTED
    if not (listed or not entrance.email_domains):
        return Outcome.DOMAIN
    if entrance.admission == Entrance.Admission.OPEN:
        _let_in(request, by=None, reason="open")
        return Outcome.ADMITTED
    if request.confirmed_at is None:
        request.confirmed_at = timezone.now()
        request.save(update_fields=["confirmed_at"])
        publish(AdmissionAsked(member_id=member.pk))
    by_invitation = entrance.admission == Entrance.Admission.INVITATION
    return Outcome.INVITATION if by_invitation else Outcome.APPROVAL


@transaction.atomic
def decide_admission(
    *, by: Member, member_ids: Collection[int], accepted: bool, reason: str = ""
) -> int:
    """Let in, or refuse, people who wait; each is written to. Returns how many this decided.

    One who was refused can still be let in later; the other way round one is suspended instead.
    """
    demand(may_admit(by))
    requests = AdmissionRequest.objects.filter(member__in=member_ids, member__is_waiting=True)
    requests = requests.exclude(accepted=accepted).order_by("pk")
    decided = list(requests.select_for_update(of=("self",)).select_related("member"))
    for request in decided:
        if accepted:
            _let_in(request, by=by, reason=reason)
            tell_admitted(request)
        else:
            _write(request, by=by, accepted=False, reason=reason)
            Member.objects.filter(pk=request.member_id).update(is_active=False)
            publish(AdmissionRefused(member_id=request.member_id, by_id=by.pk))
            tell_refused(request)
    return len(decided)


def _let_in(request: AdmissionRequest, *, by: Member | None, reason: str) -> None:
    _write(request, by=by, accepted=True, reason=reason)
    Member.objects.filter(pk=request.member_id).update(is_waiting=False, is_active=True)
    publish(MemberAdmitted(member_id=request.member_id, by_id=by.pk if by else None))


def _write(request: AdmissionRequest, *, by: Member | None, accepted: bool, reason: str) -> None:
    request.decided_at, request.decided_by = timezone.now(), by
    request.accepted, request.reason = accepted, reason.strip()[:300]
    request.save(update_fields=["decided_at", "decided_by", "accepted", "reason"])
