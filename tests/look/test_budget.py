"""The style sheets stay small, layered, and free of what a brand could not change."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHEETS = sorted((ROOT / "static/css").rglob("*.css"))
LIMIT_BYTES = 40 * 1024
ROOMS = {"civic.css": 12, "contact.css": 4, "desk.css": 14, "figures.css": 16, "talk.css": 16}
"""Sheets that come with the pages of their room, each with a limit of its own in KiB: docs/decisions/0011."""


def test_what_every_page_loads_stays_under_40_kb() -> None:
    assert SHEETS
    everywhere = [sheet for sheet in SHEETS if sheet.name not in ROOMS]
    assert sum(sheet.stat().st_size for sheet in everywhere) < LIMIT_BYTES


def test_sheets_of_rooms_stay_small() -> None:
    rooms = [sheet for sheet in SHEETS if sheet.name in ROOMS]
    assert len(rooms) == len(ROOMS)
    assert all(sheet.stat().st_size < ROOMS[sheet.name] * 1024 for sheet in rooms)


def test_base_layout_loads_no_sheet_of_a_room() -> None:
    base = (ROOT / "templates/layouts/_links.jinja").read_text()
    assert not [name for name in ROOMS if name in base]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_rules_stand_in_layers(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.S)
    outside = re.sub(r"\{(?:[^{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})*\}", "", text)
    assert re.fullmatch(r"(\s*@layer [\w, ]+;?)*\s*", outside), outside


@pytest.mark.parametrize(
    "sheet", [s for s in SHEETS if s.name != "tokens.css"], ids=lambda s: s.name
)
def test_colors_come_from_tokens(sheet: Path) -> None:
    """Outside tokens.css no hex or rgb color, and any oklch() turns with the brand's hue."""
    text = sheet.read_text()
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{]*;)|\brgba?\(|\bhsla?\(", text)
    for color in re.findall(r"oklch\([^;]*?\)\)?", text):
        assert "--brand-hue" in color or "--tint" in color, color


def test_every_icon_used_in_templates_is_drawn() -> None:
    drawn = set(re.findall(r'id="([\w-]+)"', (ROOT / "static/icons.svg").read_text()))
    used = {
        (name, str(page.relative_to(ROOT)))
        for kind in ("*.html", "*.jinja")
        for page in (ROOT / "templates").rglob(kind)
        for name in re.findall(r'\{[%{] icon[ (]"([\w-]+)"', page.read_text())
    }
    assert used
    assert not {(name, page) for name, page in used if name not in drawn}
