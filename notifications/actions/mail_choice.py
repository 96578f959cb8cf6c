from django.db import transaction

from accounts.models import Member
from notifications.models import MailPreference


@transaction.atomic
def choose_mail(*, member: Member, wants_mail: bool) -> MailPreference:
    preference, _ = MailPreference.objects.update_or_create(
        member=member, defaults={"wants_mail": wants_mail}
    )
    return preference
