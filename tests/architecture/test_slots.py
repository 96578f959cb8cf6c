"""What an app puts into a slot is shown somewhere: a name nobody renders is a feature nobody reaches."""

import re
from pathlib import Path

from core import slots

ROOT = Path(__file__).parents[2]


def test_every_filled_slot_is_rendered():
    pages = [path for kind in ("*.html", "*.jinja") for path in (ROOT / "templates").rglob(kind)]
    text = "".join(path.read_text() for path in [*pages, *(ROOT / "forums").rglob("*.py")])
    rendered = set(re.findall(r'{% slot "(\w+)"|\bslot\("(\w+)"|slots\.render\("(\w+)"', text))
    rendered = {name for found in rendered for name in found}
    filled = {name for name, fillings in slots._fillings.items() if fillings}
    assert filled
    assert filled <= rendered
