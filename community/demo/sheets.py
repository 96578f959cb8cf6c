"""Sheets of the demo's library: a page of text as PDF, written here so that no binary lies in the repository."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    title: str
    description: str
    by: str
    space: str
    gate: str
    ago: timedelta
    lines: tuple[str, ...]


def pdf(title: str, lines: tuple[str, ...]) -> bytes:
    """One A4 page: a heading and lines of Helvetica, by ISO 32000-1, 7.5 (file structure)."""
    words = [f"BT /F1 20 Tf 56 770 Td ({_plain(title)}) Tj ET"]
    words += [
        f"BT /F1 11 Tf 56 {730 - 18 * number} Td ({_plain(line)}) Tj ET"
        for number, line in enumerate(lines)
    ]
    drawn = "\n".join(words)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    file, places = "%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(file))
        file += f"{number} 0 obj\n{each}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(file)}\n%%EOF\n"
    return f"{file}xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode("ascii")


def _plain(text: str) -> str:
    plain = text.encode("ascii", "replace").decode()
    return plain.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


SHEETS = (
    Sheet(
        name="descaling-a-tern.pdf",
        title="Descaling a Tern: the sheet for the wall",
        description="Forty minutes on one page: what to lay out, when to wait, and when not to do it at all.",
        by="ines",
        space="home-espresso",
        gate="members",
        ago=timedelta(days=110),
        lines=(
            "1. Empty the tank and take out the filter.",
            "2. One sachet, one litre of lukewarm water. Stir until it is clear.",
            "3. Draw a cup by the group, a cup by the wand. Wait ten minutes.",
            "4. Again, until the tank is empty. Never leave it in overnight.",
            "5. Two tanks of fresh water. Taste the last cup: it should taste of nothing.",
            "Not at all: machines with an aluminium boiler, and any that drips from below.",
        ),
    ),
    Sheet(
        name="dialling-in-log.pdf",
        title="A log for dialling in",
        description="Dose, time, yield and taste for twenty shots. Print it, keep a pencil by the grinder.",
        by="ines",
        space="home-espresso",
        gate="open",
        ago=timedelta(days=64),
        lines=(
            "Coffee, roasted on:",
            "",
            "Dose (g)     Setting     Time (s)     Yield (g)     Taste",
        )
        + tuple(
            f"{number:>2}  ____________________________________________" for number in range(1, 21)
        ),
    ),
)
