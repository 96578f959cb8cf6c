"""What was written on one device is posted from another, by the person whose mail says so."""

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.waiting import try_act
from accounts.models import Claim, Member, WaitingAct
from core.rules import NotAllowed


def claim_for_mail(*, browser_id: uuid.UUID | None, email: str) -> Claim | None:
    """A claim to put into a mail that carries a code; None where nothing waits at this browser."""
    if browser_id is None or not waiting_at(browser_id).exists():
        return None
    return Claim.objects.create(browser_id=browser_id, email=email.lower())


def waiting_at(browser_id: uuid.UUID) -> Any:
    return WaitingAct.objects.asked().fresh().filter(browser=browser_id, member=None)


def acts_of(claim: Claim) -> Any:
    """What waited as the mail was written. What was changed since is not what its reader is shown."""
    acts = WaitingAct.objects.asked().filter(browser=claim.browser_id, member=None)
    return acts.filter(updated_at__lte=claim.created_at).order_by("asked_at")


@transaction.atomic
def claim_acts(
    *, by: Member, claim: Claim, way: str = "", clicks: int | None = None
) -> list[WaitingAct]:
    """Do what a claim leads to, as this member. Used once; then, and when it is too old, raises NotAllowed.

    The mail went to one address, so only who has that address, verified, may claim.
    """
    found = Claim.objects.usable().select_for_update(of=("self",), no_key=True)
    claim_row = found.filter(pk=claim.pk).first()
    if claim_row is None:
        raise NotAllowed(_("This link was used already, or is older than thirty minutes."))
    if not by.emailaddress_set.filter(email__iexact=claim_row.email, verified=True).exists():  # type: ignore[attr-defined]
        raise NotAllowed(
            _("This link was sent to another address. Sign in with the address it was sent to.")
        )
    claim_row.used_at, claim_row.used_by = timezone.now(), by
    claim_row.save(update_fields=["used_at", "used_by"])
    tried = [
        try_act(by=by, act=act, way=way, clicks=clicks, by_claim=True) for act in acts_of(claim_row)
    ]
    return [act for act in tried if act]


def sweep_claims() -> int:
    return Claim.objects.expired().delete()[0]
