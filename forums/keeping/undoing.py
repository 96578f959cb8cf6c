from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


def with_undo(words: str, address: str, *, name: str = "undo", value: str = "1") -> SafeString:
    """A message with a button that takes back what it tells of. The page it is shown on has the form "post-acts"."""
    return format_html(
        '{} <button class="button small" form="post-acts" formaction="{}" name="{}" value="{}">{}</button>',
        words, address, name, value, _("Undo"),
    )  # fmt: skip
