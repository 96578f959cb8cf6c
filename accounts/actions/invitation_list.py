import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.actions.invitation import DAYS
from accounts.administration.letters import send_invitation_letter
from accounts.entering.invitation_list import InvitationList
from accounts.models import Invitation, InvitationBatch, Member
from accounts.models.invitation import hash_of
from accounts.rules import may_invite
from core.broker import hand_over
from core.rules import demand

AT_ONCE = 200
UNCONFIRMED_KEPT = timedelta(days=1)
SEND = "accounts.send_invitations"


@transaction.atomic
def bring_list(
    *, by: Member, found: InvitationList, note: str = "", space_id: int | None = None
) -> InvitationBatch:
    """Keep a list as it was read; nobody is written to before it is confirmed."""
    demand(may_invite(by))
    known = known_addresses([email for email, _name in found.rows])
    return InvitationBatch.objects.create(
        created_by=by,
        rows=found.rows,
        bad_rows=found.bad,
        doubled=found.doubled,
        known=len(known),
        total=len(found.rows),
        note=note.strip(),
        space_id=space_id,
    )


@transaction.atomic
def confirm_list(*, by: Member, batch: InvitationBatch) -> None:
    """Have the list worked off; confirming twice changes nothing."""
    demand(may_invite(by))
    rows = InvitationBatch.objects.filter(pk=batch.pk, confirmed_at=None)
    if rows.update(confirmed_at=timezone.now(), known=0):
        transaction.on_commit(lambda: hand_over(SEND))


def send_invitations(*, most: int = 100) -> int:
    """Work off confirmed lists, AT_ONCE rows a transaction; returns how many rows were dealt with.

    Safe to run at once and to be killed: a list's row is locked, and what was done is counted with it.
    """
    InvitationBatch.objects.filter(
        confirmed_at=None, created_at__lt=timezone.now() - UNCONFIRMED_KEPT
    ).delete()
    dealt = 0
    for _turn in range(most):
        some = _send_some()
        if not some:
            break
        dealt += some
    return dealt


@transaction.atomic
def _send_some() -> int:
    waiting = InvitationBatch.objects.filter(finished_at=None).exclude(confirmed_at=None)
    batch = waiting.order_by("pk").select_for_update(skip_locked=True, of=("self",)).first()
    if batch is None:
        return 0
    rows = batch.rows[batch.done : batch.done + AT_ONCE]
    known = known_addresses([email for email, _name in rows])
    for email, name in rows:
        if email not in known:
            _invite(batch, email, name)
    batch.known += len(known)
    batch.done += len(rows)
    if batch.done >= batch.total:
        batch.finished_at, batch.rows = timezone.now(), []
    batch.save(update_fields=["known", "done", "finished_at", "rows"])
    return len(rows)


def _invite(batch: InvitationBatch, email: str, name: str) -> None:
    token = secrets.token_urlsafe(32)
    invitation, is_new = Invitation.objects.get_or_create(
        batch=batch,
        email=email,
        defaults={
            "token_hash": hash_of(token),
            "created_by": batch.created_by,
            "expires_at": timezone.now() + timedelta(days=DAYS),
            "name": name,
            "note": batch.note,
            "space_id": batch.space_id,
        },
    )
    if is_new:
        send_invitation_letter(invitation, token)


def known_addresses(emails: list[str]) -> set[str]:
    """Those that are a member's already."""
    addresses = EmailAddress.objects.annotate(low=Lower("email")).filter(low__in=emails)
    members = Member.objects.annotate(low=Lower("email")).filter(low__in=emails)
    return {*addresses.values_list("low", flat=True), *members.values_list("low", flat=True)}
