from collections.abc import Callable, Sequence

from detroit import scale_band, scale_linear
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from analytics.drawing.base import (
    NONE,
    Cell,
    Drawing,
    Frame,
    Mark,
    Point,
    breadth,
    canvas,
    every,
    has_bounds,
    point,
    tag,
    words,
)
from analytics.drawing.marks import head_room, marked, placed
from analytics.wording import whole

FLOOR, TOP = 26, 22


def columns(
    title: str,
    points: Sequence[Point],
    *,
    value_name: str = "",
    soft_name: str = "",
    label_name: str = "",
    tone: str = "",
    marks: Sequence[Mark] = (),
    written: Callable[[float], str] = whole,
    summary: str = "",
) -> Drawing:
    """Numbers side by side, each with its own above it. What is not settled is light (`soft`)."""
    value_name = value_name or str(_("Number"))
    soft_name = soft_name or str(_("of them provisional"))
    any_soft, bounds = any(each.soft for each in points), has_bounds(points)

    def said(each: Point) -> str:
        if each.words:
            return f"{each.label}: {each.words}"
        if each.value is None:
            return f"{each.label}: {NONE}"
        more = f", {soft_name}: {written(each.soft)}" if each.soft else ""
        if each.low is not None and each.high is not None:
            more += f" ({written(each.low)}–{written(each.high)})"
        return f"{each.label}: {written(each.value)}{more}"

    def draw(frame: Frame) -> SafeString:
        return _drawn(frame, title, points, marks, tone, written, said)

    head = [label_name or str(_("When")), value_name]
    head += [soft_name] if any_soft else []
    head += [str(_("Low")), str(_("High"))] if bounds else []
    rows = []
    for each in points:
        row = [Cell(each.label, is_number=False), Cell(_or_none(each.value, written), each.href)]
        row += [Cell(written(each.soft))] if any_soft else []
        row += [Cell(_or_none(end, written)) for end in (each.low, each.high)] if bounds else []
        rows.append(row)
    return Drawing(title, head, rows, draw, summary)


def _or_none(value: float | None, written: Callable[[float], str]) -> str:
    return NONE if value is None else written(value)


def _drawn(
    frame: Frame,
    title: str,
    points: Sequence[Point],
    marks: Sequence[Mark],
    tone: str,
    written: Callable[[float], str],
    said: Callable[[Point], str],
) -> SafeString:
    step = frame.width / max(len(points), 1)
    notes = placed(marks, [step * index for index in range(len(points))], frame.width)
    top, floor = TOP + head_room(notes), frame.height - FLOOR
    highest = max((each.high or each.value or 0 for each in points), default=0)
    band = scale_band(list(range(len(points))), [0, frame.width]).set_padding(0.28)
    height = scale_linear([0, highest if highest > 0 else 1], [floor, top])
    width = min(band.get_bandwidth(), 72.0)
    shown = every([each.label for each in points], step)
    values = [_or_none(each.value, written) for each in points]
    roomy = every(values, step) == 1
    parts = [tag("line", class_="axis", x1=0, x2=frame.width, y1=floor, y2=floor)]
    middles = [step * (index + 0.5) for index in range(len(points))]
    parts += marked(notes, floor)
    for index, each in enumerate(points):
        middle = middles[index]
        drawn = _column(each, middle, width, height, floor, tone)
        y = height(each.value or 0) - 6
        kind = "label" if roomy else "label on-demand"
        x = _inside(middle, values[index], frame.width)
        drawn.append(words(values[index], x, y, kind=kind))
        parts.append(point(*drawn, said=said(each), href=each.href))
        if (len(points) - 1 - index) % shown == 0:
            parts.append(words(each.label, _inside(middle, each.label, frame.width), floor + 18))
    return canvas(frame, title, *parts, kind="columns-chart")


def _inside(middle: float, text: str, width: float) -> float:
    half = breadth(text) / 2
    return min(max(middle, half), max(width - half, half))


def _column(
    each: Point,
    middle: float,
    width: float,
    height: Callable[[float], float],
    floor: float,
    tone: str,
) -> list[SafeString]:
    left, value = middle - width / 2, each.value or 0
    hit = tag("rect", class_="hit", x=left - 2, y=0, width=width + 4, height=floor)
    settled, top = height(max(value - each.soft, 0)), height(value)
    parts = [hit]
    if each.soft:
        parts.append(_box("column soft", left, top, width, settled - top, tone))
    parts.append(_box("column", left, settled, width, floor - settled, tone))
    if each.low is not None and each.high is not None:
        low, high = height(each.low), height(each.high)
        parts.append(tag("line", class_="whisker", x1=middle, x2=middle, y1=low, y2=high))
    return parts


def _box(kind: str, x: float, y: float, width: float, height: float, tone: str) -> SafeString:
    return tag(
        "rect", class_=f"{kind} {tone}".strip(), x=x, y=y, width=width, height=max(height, 0.0)
    )
