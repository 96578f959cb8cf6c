import uuid

from django.db import transaction
from django.utils import timezone

from accounts.events import ConsentGiven, ConsentWithdrawn
from accounts.models import Consent, Member
from accounts.privacy.consent_texts import CURRENT
from events.publishing import publish


def _held(member: Member | None, browser_id: uuid.UUID | None, purpose: str) -> list[Consent]:
    rows = Consent.objects.in_force().of(member.pk if member else None, browser_id)
    return list(rows.filter(purpose=purpose).select_for_update())


@transaction.atomic
def give_consent(
    *, member: Member | None, browser_id: uuid.UUID | None, purposes: list[str], place: str
) -> list[Consent]:
    """Write down that a person agreed to each purpose; what they already agreed to is left as it is.

    Raises ValueError when neither a member nor a browser is named.
    """
    if member is None and browser_id is None:
        raise ValueError("Consent is somebody's: name a member or a browser.")
    given = []
    for purpose in purposes:
        if _held(member, browser_id, purpose):
            continue
        row, is_new = Consent.objects.in_force().get_or_create(
            member=member,
            purpose=purpose,
            **({} if member else {"browser_id": browser_id}),
            defaults={"browser_id": browser_id, "text_version": CURRENT, "place": place},
        )
        if is_new:
            publish(
                ConsentGiven(
                    consent_id=row.pk,
                    purpose=purpose,
                    member_id=member.pk if member else None,
                    browser_id=str(browser_id) if browser_id else None,
                )
            )
            given.append(row)
    return given


@transaction.atomic
def withdraw_consent(
    *, member: Member | None, browser_id: uuid.UUID | None, purposes: list[str]
) -> int:
    """Take consent back, at once; returns how many lines of the ledger it closed."""
    closed = 0
    for purpose in purposes:
        for row in _held(member, browser_id, purpose):
            row.withdrawn_at = timezone.now()
            row.save(update_fields=["withdrawn_at"])
            publish(
                ConsentWithdrawn(
                    consent_id=row.pk,
                    purpose=purpose,
                    member_id=row.member_id,
                    browser_id=str(row.browser_id) if row.browser_id else None,
                )
            )
            closed += 1
    return closed
