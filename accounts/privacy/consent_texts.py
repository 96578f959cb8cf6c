"""The words people agree to, by version. A new wording is a new version; old ones stay, since the ledger names them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Purpose

Words = str | Promise


@dataclass(frozen=True, slots=True)
class PurposeText:
    title: Words
    text: Words


CURRENT = "2026-12"

NEEDED = PurposeText(
    _("What the site needs"),
    _(
        "Your account, what you write, and three cookies: one signs you in, one keeps your drafts, one remembers "
        "your answers here. Without them nothing works, so they are always on; they are used for nothing else."
    ),
)
"""The one purpose that is not asked for: no line of the ledger stands for it."""

TEXTS: dict[str, dict[str, PurposeText]] = {
    "2026-12": {
        Purpose.ANALYTICS: PurposeText(
            _("Measuring what helps"),
            _(
                "We note which conversations and articles you open, when, and which site or campaign led you here, "
                "under your account or this browser, and count it with what you told us when we asked. So we see which "
                "questions the community answered. We do not keep what you search for, and nobody outside the company "
                "gets any of it."
            ),
        ),
        Purpose.PERSONALISATION: PurposeText(
            _("Showing you first what fits you"),
            _(
                "We look at where you write to put first what fits you, such as questions on the front page. Without it "
                "everybody sees the same order."
            ),
        ),
        Purpose.MARKETING: PurposeText(
            _("News by mail"),
            _(
                "We write to you when the company announces something here, even in places you do not follow. "
                "Mail about what you follow does not depend on this."
            ),
        ),
        Purpose.SALES: PurposeText(
            _("Being contacted about products"),
            _(
                "Our sales people may see that you are interested, from what you read, ask and tell us here, and may write "
                "to you about products. They see nothing unless you agree, and nothing any more once you take it back."
            ),
        ),
    },
    "2026-11": {
        Purpose.ANALYTICS: PurposeText(
            _("Measuring what helps"),
            _(
                "We note which conversations and articles you open, when, and which site or campaign led you here, "
                "under your account or this browser. We use it to count which questions the community answered. "
                "We do not keep what you search for, and nobody outside the company gets any of it."
            ),
        ),
        Purpose.SALES: PurposeText(
            _("Being contacted about products"),
            _(
                "Our sales people may see that you are interested, from what you read and ask here, and may write to "
                "you about products. They see nothing unless you agree, and nothing any more once you take it back."
            ),
        ),
    },
}


def words_of(version: str, purpose: str) -> PurposeText:
    """What a line of the ledger agreed to; today's words where the version is unknown or did not have them."""
    return TEXTS.get(version, {}).get(purpose) or TEXTS[CURRENT][purpose]
