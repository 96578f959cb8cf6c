"""The typefaces that come with the house (SIL Open Font License, static/fonts): two families, set as tokens."""

from django.db import models
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _


class Typeface(models.TextChoices):
    SYSTEM = "system", _("The reader's own: nothing to load")
    EDITORIAL = "editorial", _("Editorial: Newsreader and Libre Franklin")


FILES = {
    Typeface.EDITORIAL: [
        ("Newsreader", "newsreader.woff2", "normal", "200 800"),
        ("Libre Franklin", "libre-franklin.woff2", "normal", "100 900"),
        ("Libre Franklin", "libre-franklin-italic.woff2", "italic", "100 900"),
    ]
}
STACKS = {
    Typeface.EDITORIAL: {
        "heading": '"Newsreader", "Iowan Old Style", Georgia, serif',
        "reading": '"Libre Franklin", system-ui, sans-serif',
    }
}


def faces(typeface: str) -> str:
    """The @font-face rules of a typeface; empty for the system's."""
    return "\n".join(
        f'@font-face {{ font-family: "{family}"; font-style: {style}; font-weight: {weights}; '
        f'font-display: swap; src: url("{static("fonts/" + file)}") format("woff2"); }}'
        for family, file, style, weights in FILES.get(Typeface(typeface), [])
    )


def stacks(typeface: str) -> str:
    """The two font tokens of a typeface; empty for the system's."""
    return "".join(
        f" --font-{role}: {stack};" for role, stack in STACKS.get(Typeface(typeface), {}).items()
    )
