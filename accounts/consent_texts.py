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


CURRENT = "2026-11"

TEXTS: dict[str, dict[str, PurposeText]] = {
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
    """What a line of the ledger agreed to; today's words where the version is unknown."""
    return TEXTS.get(version, TEXTS[CURRENT])[purpose]
