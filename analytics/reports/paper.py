"""Charts as PNG and a report as PDF, by typst. The worker's: web processes load it when somebody asks for a PDF, not before."""

import json
from pathlib import Path

import typst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from analytics.drawing import Drawing
from analytics.drawing.paper import standalone
from analytics.reports.contents import Contents, Section
from analytics.reports.wording import absolute, days_of, in_text, left_out_words, words_of
from notifications.colour import brand_colour
from spaces.queries import current_brand

PICTURE = b'#set page(width: auto, height: auto, margin: 8pt, fill: white)\n#image(bytes(sys.inputs.svg), format: "svg")'
PAGE = Path(__file__).with_name("paper.typ").read_bytes()
DOTS_AN_INCH = 144.0


def picture_of(drawing: Drawing, colour: str) -> bytes:
    """The chart as PNG, at twice the size it is shown."""
    svg = standalone(drawing, colour)
    return bytes(
        typst.compile(PICTURE, format="png", ppi=DOTS_AN_INCH, sys_inputs={"svg": svg}) or b""
    )


def pdf_of(found: Contents) -> bytes:
    """Tagged, so that screen readers read it (PDF/UA-1)."""
    brand = current_brand()
    colour = brand_colour(brand)
    data = {
        "title": found.report.name,
        "brand": brand.name,
        "colour": colour,
        "lang": (get_language() or "en")[:2],
        "period": ", ".join(filter(None, [days_of(found.period), found.place])),
        "footer": f"{brand.name} · {found.report.name} · {days_of(found.period)}",
        "open": _("See what it counts"),
        "left_out": left_out_words(found),
        "sections": [_section(each, colour) for each in found.sections],
    }
    made = typst.compile(
        PAGE, format="pdf", pdf_standards="ua-1", sys_inputs={"data": json.dumps(data)}
    )
    return bytes(made or b"")


def _section(section: Section, colour: str) -> dict[str, object]:
    drawing = section.drawing
    definition = [f"{label}: {text}." for label, text in section.definition.lines()]
    return {
        "title": str(section.definition.title),
        "number": section.number,
        "large": section.is_number,
        "words": words_of(section),
        "svg": standalone(drawing, colour) if drawing else "",
        "alt": drawing.title if drawing else "",
        "note": "" if drawing else in_text(section),
        "link": absolute(section.link),
        "head": [str(name) for name in drawing.head] if drawing else [],
        "rows": [[cell.text for cell in row] for row in drawing.rows] if drawing else [],
        "definition": " ".join(definition),
    }
