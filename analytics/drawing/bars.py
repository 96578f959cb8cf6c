from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from detroit import scale_linear
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from analytics.drawing.base import (
    NONE,
    Cell,
    Drawing,
    Frame,
    breadth,
    canvas,
    ends_of,
    fitted,
    point,
    tag,
    words,
)
from analytics.wording import whole

ROW, THICK = 42, 12
Written = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Bar:
    """A named number, or a named range. `value` None: not known, or not shown (`note` says why)."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    href: str = ""
    tone: str = ""
    note: str = ""

    def text(self, written: Written) -> str:
        if self.value is None:
            return self.note or NONE
        said = written(self.value)
        if self.low is not None and self.high is not None:
            said = f"{said} ({written(self.low)}–{written(self.high)})"
        return f"{said} {self.note}".strip()


def bars(
    title: str,
    rows: Sequence[Bar],
    *,
    label_name: str = "",
    value_name: str = "",
    written: Written = whole,
    summary: str = "",
) -> Drawing:
    """Numbers under each other, each under its name: for parts of a whole, and the most of something."""
    return _drawing(title, rows, label_name, value_name, written, summary, is_range=False)


def ranges(
    title: str,
    rows: Sequence[Bar],
    *,
    label_name: str = "",
    value_name: str = "",
    written: Written = whole,
    summary: str = "",
) -> Drawing:
    """Estimates under each other: a dot where it is expected, a line from the low end to the high one."""
    return _drawing(title, rows, label_name, value_name, written, summary, is_range=True)


def _drawing(
    title: str,
    rows: Sequence[Bar],
    label_name: str,
    value_name: str,
    written: Written,
    summary: str,
    *,
    is_range: bool,
) -> Drawing:
    bounds = any(each.low is not None and each.high is not None for each in rows)
    head = [label_name or str(_("What")), value_name or str(_("Number"))]
    head += [str(_("Low")), str(_("High"))] if bounds else []
    table = []
    for each in rows:
        known = each.note or NONE if each.value is None else written(each.value)
        row = [Cell(each.label, is_number=False), Cell(known, each.href)]
        if bounds:
            row += [Cell(NONE if end is None else written(end)) for end in (each.low, each.high)]
        table.append(row)
    draw = partial(_drawn, title=title, rows=rows, written=written, is_range=is_range)
    height = max(len(rows), 1) * ROW + 4
    return Drawing(title, head, table, draw, summary, Frame(760, height), Frame(340, height))


def _drawn(
    frame: Frame, *, title: str, rows: Sequence[Bar], written: Written, is_range: bool
) -> SafeString:
    ends = [
        end for each in rows for end in (each.value, each.low, each.high) if end is not None
    ] or [0]
    low, high = min(0, *ends), max(0, *ends)
    texts = [each.text(written) for each in rows]
    room = min(max((breadth(text) for text in texts), default=0) + 12, frame.width * 0.5)
    x = scale_linear(ends_of(low, high), [6 if is_range else 0, frame.width - room])
    parts = []
    if low < 0:
        parts.append(tag("line", class_="axis", x1=x(0), x2=x(0), y1=0, y2=frame.height))
    for index, each in enumerate(rows):
        top = index * ROW
        hit = tag("rect", class_="hit", x=0, y=top, width=frame.width, height=ROW - 4)
        name = words(fitted(each.label, frame.width), 0, top + 14, kind="bar-name", anchor="start")
        shape = _range(each, x, top + 26) if is_range else _bar(each, x, top + 20)
        end = x(max(each.value or 0, each.high or 0, 0)) + 8
        value = words(texts[index], end, top + 30, kind="label", anchor="start")
        said = f"{each.label}: {texts[index]}"
        parts.append(point(hit, name, *shape, value, said=said, href=each.href))
    return canvas(frame, title, *parts, kind="bars-chart")


def _bar(each: Bar, x: Callable[[float], float], top: float) -> list[SafeString]:
    if each.value is None:
        return []
    start, end = sorted((x(0), x(each.value)))
    kind = f"column {each.tone}".strip()
    shapes = [tag("rect", class_=kind, x=start, y=top, width=max(end - start, 1.0), height=THICK)]
    return shapes + _whisker(each, x, top + THICK / 2)


def _range(each: Bar, x: Callable[[float], float], middle: float) -> list[SafeString]:
    shapes = _whisker(each, x, middle)
    if each.value is not None:
        kind = f"dot {each.tone}".strip()
        shapes.append(tag("circle", class_=kind, cx=x(each.value), cy=middle, r=6))
    return shapes


def _whisker(each: Bar, x: Callable[[float], float], middle: float) -> list[SafeString]:
    if each.low is None or each.high is None:
        return []
    low, high = x(each.low), x(each.high)
    path = f"M{low:.1f},{middle - 5:.1f}v10M{low:.1f},{middle:.1f}H{high:.1f}M{high:.1f},{middle - 5:.1f}v10"
    return [tag("path", class_="halo", d=path), tag("path", class_="whisker", d=path)]
