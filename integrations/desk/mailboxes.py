"""Testing the ways in which mail reaches us."""

from django.utils.translation import gettext as _

from integrations.actions.read_mailbox import mailbox_of
from integrations.desk.base import Check, bad, good, warn
from integrations.letters.mailbox import MailboxAway
from integrations.models import DeskConnection


def check_mailbox(connection: DeskConnection) -> list[Check]:
    """Sign in and count; nothing is read."""
    if not connection.account:
        return [bad(_("Our address"), _("None is set."), _("Write the address people write to."))]
    try:
        with mailbox_of(connection) as box:
            words = _("We are in: %(count)d mails in %(folder)s.") % {
                "count": box.count,
                "folder": box.folder,
            }
            return [good(_("Reading it"), words)]
    except MailboxAway as error:
        cure = _(
            "Look at the server, the port, the account and the password; some need a password for programs."
        )
        return [bad(_("Reading it"), error, cure)]


def check_mail_hook(connection: DeskConnection) -> list[Check]:
    """What others do to us cannot be asked: it is said how it went lately."""
    last = connection.mails.order_by("-pk").first()
    if last is None:
        return [
            warn(
                _("Being called"),
                _("No mail has come by it yet."),
                _("Write a mail to yourself there."),
            )
        ]
    return [
        good(
            _("Being called"),
            _("The last mail came on %s.") % f"{last.received_at:%Y-%m-%d %H:%M} UTC",
        )
    ]
