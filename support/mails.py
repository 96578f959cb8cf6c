"""What support writes by mail. Never the words somebody typed: anybody's address can be typed as well."""

from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from support.following import follow_path, full_address
from support.models import Case
from support.reply_address import reply_address, thread_name


def confirm_case(case: Case) -> None:
    _write(
        case,
        _("We have your message: case %d") % case.number,
        _("Thank you for writing to us. A person reads your message and answers you here:"),
    )


def tell_of_answer(case: Case, text: str = "") -> None:
    """For those without an account; members are told by notifications. Who writes by mail is answered by mail: there
    our own words, `text`, are in it, and an answer to it reaches the case.
    """
    words = _("Our answer is here:")
    if text and case.channel == Case.Channel.MAIL and reply_address(case):
        words = f"{text}\n\n" + _("Answer this mail, or write here:")
    _write(case, _("We have answered you: case %d") % case.number, words)


def ask_to_publish(case: Case) -> None:
    """Those without an account are asked by mail; the words themselves stand behind the link."""
    _write(
        case,
        _("May others read what helped you? Case %d") % case.number,
        _(
            "We would like to publish our answer to you, without your name. Read it and decide here:"
        ),
    )


def _write(case: Case, subject: str, words: str) -> None:
    address = case.member.email if case.member else case.email
    if not address:
        return
    path = case.get_absolute_url() if case.member else follow_path(case)
    text = f"{words}\n\n{full_address(path)}\n"
    if not case.member:
        text += (
            "\n"
            + _(
                "Whoever has this link can read the case. If you did not write to us, ignore this mail."
            )
            + "\n"
        )
    answers = reply_address(case)
    EmailMessage(
        subject,
        text,
        None,
        [address],
        reply_to=[answers] if answers else None,
        headers={"References": thread_name(case), "Auto-Submitted": "auto-replied"},
    ).send()
