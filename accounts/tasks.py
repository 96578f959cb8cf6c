import uuid

from allauth.socialaccount.models import SocialAccount
from celery import shared_task

from accounts import actions
from accounts.actions.invitation_list import SEND, send_invitations
from accounts.showing.provider_picture import FETCH, picture_address


@shared_task(name="accounts.settle_trust")
def settle_trust_levels() -> None:
    actions.settle_trust()


@shared_task(name="accounts.note_activity")
def note_activity() -> None:
    actions.note_activity()


@shared_task(name="accounts.advance_deletions")
def advance_deletions() -> None:
    actions.advance_deletions()


@shared_task(name=FETCH)
def fetch_provider_picture(member_id: int, account_id: int, only_first: bool) -> None:
    account = (
        SocialAccount.objects.filter(pk=account_id, user=member_id, user__is_active=True)
        .select_related("user")
        .first()
    )
    if account and (address := picture_address(account)):
        actions.take_provider_picture(
            member=account.user, address=address, provider=account.provider, only_first=only_first
        )


@shared_task(name="accounts.sweep_waiting")
def sweep_waiting() -> None:
    actions.sweep_waiting()
    actions.sweep_claims()


@shared_task(name="accounts.make_export")
def make_export(export_id: str) -> None:
    actions.make_export(export_id=uuid.UUID(export_id))


@shared_task(name="accounts.make_waiting_exports")
def make_waiting_exports() -> None:
    actions.make_waiting_exports()


@shared_task(name="accounts.sweep_exports")
def sweep_exports() -> None:
    actions.sweep_exports()


@shared_task(name=SEND)
def send_listed_invitations() -> None:
    send_invitations()
