"""What every chart is made of: points, series, marks; the frame it is drawn into, and the table of its numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import TypeVar

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

LETTER = 0.56
"""How wide a letter is, of its height: an estimate, since nothing here can measure text."""
SIZE = 13
NONE = "–"
NEAR = 1e-9
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Frame:
    """What a chart is drawn into, in units that are pixels at the width it is meant for."""

    width: float
    height: float


WIDE, NARROW = Frame(760, 250), Frame(340, 220)


@dataclass(frozen=True, slots=True)
class Point:
    """One number. `value` None: not known, or not shown. `soft` is what of it is not settled yet."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    soft: float = 0
    href: str = ""
    words: str = ""
    """What is said of it on hover and focus, where the label and the numbers are not enough."""


@dataclass(frozen=True, slots=True)
class Series:
    """Points with a name. Tones: "" (the brand's), other, good, warn, bad. The points' bounds are drawn as a band."""

    name: str
    points: Sequence[Point]
    tone: str = ""
    is_dashed: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened: a line across the chart at the point with this index, with its words."""

    at: int
    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    href: str = ""
    is_number: bool = True


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart and its numbers. In a template it is its wide SVG; `narrow` is the same for a phone."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    draw: Callable[[Frame], SafeString]
    summary: str = ""
    wide_frame: Frame = field(default=WIDE)
    narrow_frame: Frame = field(default=NARROW)

    @property
    def svg(self) -> SafeString:
        return self.draw(self.wide_frame)

    @property
    def narrow(self) -> SafeString:
        return self.draw(self.narrow_frame)

    def __html__(self) -> str:
        return self.svg

    def __str__(self) -> str:
        return self.svg


def tag(name: str, *children: str, **attributes: object) -> SafeString:
    """An element. Attributes: `_` at the end of a name is dropped, inside it is a hyphen; empty ones are left out."""
    said = format_html_join(
        "",
        ' {}="{}"',
        (
            (key.rstrip("_").replace("_", "-") if key != "viewBox" else key, number(value))
            for key, value in attributes.items()
            if value is not None and value != ""
        ),
    )
    inside = format_html_join("", "{}", ((each,) for each in children))
    return format_html("<{}{}>{}</{}>", name, said, inside, name)


def number(value: object) -> object:
    """Coordinates to a tenth, without a language's commas."""
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return value


def canvas(frame: Frame, title: str, *children: str, kind: str = "") -> SafeString:
    return tag(
        "svg",
        *children,
        class_=f"chart {kind}".strip(),
        viewBox=f"0 0 {number(float(frame.width))} {number(float(frame.height))}",
        role="group",
        aria_label=title,
    )


def words(text: str, x: float, y: float, *, kind: str = "", anchor: str = "middle") -> SafeString:
    return tag("text", text, class_=kind, x=float(x), y=float(y), text_anchor=anchor)


def point(*children: str, said: str, href: str = "") -> SafeString:
    """A part one can reach by keyboard; a link where there is something behind it. The title is the browser's tooltip."""
    title = tag("title", said)
    if href:
        return tag("a", title, *children, class_="point", href=href, aria_label=said)
    return tag("g", title, *children, class_="point", tabindex="0", role="img", aria_label=said)


def breadth(text: str, size: float = SIZE) -> float:
    return len(text) * size * LETTER


def fitted(text: str, room: float, size: float = SIZE) -> str:
    """The text, cut where it would not fit; the whole of it stands in the table."""
    most = max(int(room / (size * LETTER)), 2)
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def every(labels: Sequence[str], step: float) -> int:
    """Of labels `step` apart, each how-manieth fits under the axis."""
    widest = max((breadth(each) for each in labels), default=0) + 8
    return max(1, ceil(widest / step)) if step else 1


def ends_of(low: float, high: float) -> list[float]:
    """Of an axis: never so near each other that no round number lies between them."""
    return [
        low,
        high if high - low > NEAR * max(abs(low), abs(high), 1) else low + max(abs(low), 1),
    ]


def runs(things: Sequence[T], is_known: Callable[[T], bool]) -> list[list[T]]:
    """Stretches without a gap: a line is broken where a number is not known.

    detroit's own `set_defined` asks for the coordinates of what is not there.
    """
    found: list[list[T]] = [[]]
    for thing in things:
        if is_known(thing):
            found[-1].append(thing)
        elif found[-1]:
            found.append([])
    return [each for each in found if each]


def has_bounds(points: Sequence[Point]) -> bool:
    return any(each.low is not None and each.high is not None for each in points)
