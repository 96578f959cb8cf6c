"""A help desk that takes mail: a case goes to its address as one mail, which its customer could have written.

Answers of the desk go to the customer (`Reply-To`). What becomes of the case there we are not told: agents end it here.
"""

from collections.abc import Iterator
from datetime import datetime
from email.utils import formataddr

from django.core.mail import get_connection
from django.utils.translation import gettext as _

from core.lines import one_line
from core.mail.outbox import send_mail_once
from core.models import OutgoingMail
from integrations.desk.base import Check, DeskAway, DeskPage, DeskRefused, bad, good
from integrations.desk.words import asker, story
from support.models import Case
from support.reply_address import thread_name

KEPT_AS = "desk-mail:"
SMTP = "django.core.mail.backends.smtp.EmailBackend"


class MailDesk:
    def __init__(self, *, address: str) -> None:
        self.address = address

    def check(self) -> list[Check]:
        """Whether our mail server takes mail; the desk's own cannot be asked without writing to it."""
        server = get_connection(SMTP)
        try:
            server.open()
        except (OSError, ValueError) as error:  # smtplib's errors are OSErrors
            cure = _("Look at EMAIL_HOST and what stands beside it: all mail goes by that server.")
            return [bad(_("Writing to it"), error, cure)]
        finally:
            server.close()
        words = _("Our mail server answers. Cases go to %s.") % self.address
        return [good(_("Writing to it"), words)]

    def hand_off(self, case: Case, *, key: str, is_again: bool) -> str:
        """Over once a mail server has taken the mail. It is written once, whatever happens meanwhile."""
        name = f"{KEPT_AS}{key}"
        mail = OutgoingMail.objects.filter(key=name).first()
        if mail is None:
            self._write(case, name)
            raise DeskAway(_("The mail is on its way."))
        if mail.parked_at:
            mail.delete()  # nobody has taken it: when an agent tries again, another is written
            raise DeskRefused(_("The mail was not taken: %s") % mail.error[:200])
        if mail.sent_at is None:
            raise DeskAway(mail.error[:200] or _("The mail is on its way."))
        return f"case-{case.number}"

    def _write(self, case: Case, name: str) -> None:
        person, email = asker(case)
        if not email:
            raise DeskRefused(_("The case has no address that could be answered to."))
        try:
            send_mail_once(
                key=name,
                to=self.address,
                subject=one_line(f"{case.subject} [#{case.number}]"),
                text=_("From: %s") % f"{one_line(person)} <{email}>" + f"\n\n{story(case)}\n",
                headers={
                    "Reply-To": formataddr((one_line(person), email)),
                    "References": thread_name(case),
                },
            )
        except ValueError as error:
            raise DeskRefused(_("This can't be written as a mail: %s") % error) from error

    def pages(self, since: datetime, cursor: str) -> Iterator[DeskPage]:
        """It tells us nothing; older cases come by file."""
        yield DeskPage((), cursor, True)
