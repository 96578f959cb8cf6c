"""What an app puts into a slot is shown somewhere: a name nobody renders is a feature nobody reaches."""

import re
from pathlib import Path

from core import slots

TEMPLATES = Path(__file__).parents[2] / "templates"


def test_every_filled_slot_is_rendered():
    text = "".join(path.read_text() for path in TEMPLATES.rglob("*.html"))
    rendered = set(re.findall(r'{% slot "(\w+)"', text))
    filled = {name for name, fillings in slots._fillings.items() if fillings}
    assert filled
    assert filled <= rendered
