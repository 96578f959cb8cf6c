from django.db import transaction

from accounts.models import Member
from notifications.models import MailPreference


@transaction.atomic
def choose_mail(
    *, member: Member, wants_mail: bool, wants_votes: bool | None = None
) -> MailPreference:
    """Mail at all, and within it mail of votes; what is not said stays as it was."""
    chosen = {"wants_mail": wants_mail}
    if wants_votes is not None:
        chosen["wants_votes"] = wants_votes
    preference, _ = MailPreference.objects.update_or_create(member=member, defaults=chosen)
    return preference
