"""Which desk a connection leads to, and how it is tested."""

from integrations.desk.base import Check, DeskRefused, HelpDesk
from integrations.desk.by_mail import MailDesk
from integrations.desk.freshdesk import Freshdesk
from integrations.desk.mailboxes import check_mail_hook, check_mailbox
from integrations.desk.webhook import WebhookDesk
from integrations.desk.zendesk import Zendesk
from integrations.models import DeskConnection

Kind = DeskConnection.Kind


def desk_of(connection: DeskConnection) -> HelpDesk:
    """Raises DeskRefused for what is no desk."""
    if connection.kind == Kind.ZENDESK:
        return Zendesk(
            slug=connection.slug, origin=connection.address, account=connection.account,
            token=connection.secret,
        )  # fmt: skip
    if connection.kind == Kind.FRESHDESK:
        return Freshdesk(slug=connection.slug, origin=connection.address, key=connection.secret)
    if connection.kind == Kind.WEBHOOK:
        return WebhookDesk(address=connection.address, secret=connection.secret)
    if connection.kind == Kind.LETTERS:
        return MailDesk(address=connection.account)
    raise DeskRefused("A mailbox is no desk.")


def try_connection(connection: DeskConnection) -> list[Check]:
    """What an administrator sees after "Test"."""
    if connection.kind == Kind.IMAP:
        return check_mailbox(connection)
    if connection.kind == Kind.MAIL:
        return check_mail_hook(connection)
    return desk_of(connection).check()
