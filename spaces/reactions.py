"""What members may answer a post with in one press: a short catalogue, of which the brand chooses a few."""

from django.utils.translation import gettext_lazy as _

THANKS = "heart"
REACTIONS = {
    THANKS: _("Thanks"),
    "up": _("I agree"),
    "idea": _("Good thought"),
    "tick": _("Works for me"),
    "smile": _("Made me smile"),
    "eye": _("Watching"),
}
"""Name (also the icon's) -> words. Names are kept in rows: add to them, never rename."""


def offered_by(names: list[str]) -> list[str]:
    """The brand's choice in the catalogue's order; thanks are always among them."""
    return [name for name in REACTIONS if name == THANKS or name in names]
