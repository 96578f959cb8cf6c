from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from detroit import area, line, scale_linear
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from analytics.drawing.base import (
    NONE,
    Cell,
    Drawing,
    Frame,
    Mark,
    Point,
    Series,
    breadth,
    canvas,
    ends_of,
    every,
    fitted,
    has_bounds,
    point,
    runs,
    tag,
    words,
)
from analytics.drawing.marks import head_room, marked, placed
from analytics.wording import whole

FLOOR, TOP, LEAST_APART = 26, 14, 30
Written = Callable[[float], str]
Dots = list[tuple[float, Point]]


def lines(
    title: str,
    series: Sequence[Series],
    *,
    label_name: str = "",
    marks: Sequence[Mark] = (),
    written: Written = whole,
    from_zero: bool = True,
    summary: str = "",
) -> Drawing:
    """Lines through the same moments, each named at its end, with a band where its points have bounds."""
    draw = partial(
        _drawn, title=title, series=series, marks=marks, written=written, from_zero=from_zero
    )
    labels = _labels(series)
    head = [label_name or str(_("When"))]
    for each in series:
        head.append(each.name)
        if has_bounds(each.points):
            head += [_("%(name)s, low") % {"name": each.name}, _("high")]
    rows = []
    for index, label in enumerate(labels):
        row = [Cell(label, is_number=False)]
        for each in series:
            row += _cells(each, index, written)
        rows.append(row)
    return Drawing(title, head, rows, draw, summary)


def _labels(series: Sequence[Series]) -> list[str]:
    longest = max(series, key=lambda each: len(each.points), default=None)
    return [each.label for each in longest.points] if longest else []


def _cells(series: Series, index: int, written: Written) -> list[Cell]:
    found = series.points[index] if index < len(series.points) else Point("", None)
    cells = [Cell(_text(found.value, written), found.href)]
    if has_bounds(series.points):
        cells += [Cell(_text(end, written)) for end in (found.low, found.high)]
    return cells


def _text(value: float | None, written: Written) -> str:
    return NONE if value is None else written(value)


def _drawn(
    frame: Frame,
    *,
    title: str,
    series: Sequence[Series],
    marks: Sequence[Mark],
    written: Written,
    from_zero: bool,
) -> SafeString:
    labels = _labels(series)
    floor = frame.height - FLOOR
    ends = [each.name for each in series] + [_last(each, written) for each in series]
    gutter = min(max((breadth(each) for each in ends), default=0) + 16, frame.width * 0.3)
    right = frame.width - gutter
    y = _height(series, from_zero, floor, TOP)
    left = max((breadth(written(each), 12) for each in y.ticks(4)), default=0) + 10
    step = (right - left) / max(len(labels), 1)
    middles = [left + step * (index + 0.5) for index in range(len(labels))]
    notes = placed(marks, middles, right)
    top = TOP + head_room(notes)
    y = _height(series, from_zero, floor, top)
    ticks = y.ticks(4)
    parts: list[SafeString] = []
    for tick in ticks:
        parts.append(tag("line", class_="grid", x1=left, x2=right, y1=y(tick), y2=y(tick)))
        parts.append(words(written(tick), left - 6, y(tick) + 4, kind="tick", anchor="end"))
    parts += marked(notes, floor)
    drawn = [(each, _dots(each, middles)) for each in series]
    parts += [_band(each, dots, y) for each, dots in drawn if has_bounds(each.points)]
    parts += [_line(each, dots, y) for each, dots in drawn]
    shown = every(labels, step)
    for index, label in enumerate(labels):
        if (len(labels) - 1 - index) % shown == 0:
            parts.append(words(label, middles[index], floor + 18))
        parts.append(_stop(index, label, middles[index], step, series, y, floor, written))
    parts += _ends(drawn, y, right, gutter, written, top, floor)
    return canvas(frame, title, *parts, kind="lines-chart")


def _height(series: Sequence[Series], from_zero: bool, floor: float, top: float) -> Any:
    """A linear scale: called with a value, it says how high that stands; its `ticks` are round values."""
    values = [
        value
        for each in series
        for dot in each.points
        for value in (dot.value, dot.low, dot.high)
        if value is not None
    ] or [0]
    low, high = min(values), max(values)
    low = min(low, 0) if from_zero else low
    return scale_linear(ends_of(low, high), [floor, top]).nice(4)


def _dots(series: Series, middles: Sequence[float]) -> Dots:
    return list(zip(middles, series.points, strict=False))


def _last(series: Series, written: Written) -> str:
    known = [each.value for each in series.points if each.value is not None]
    return written(known[-1]) if known else NONE


def _band(series: Series, dots: Dots, y: Callable[[float], float]) -> SafeString:
    shape = area()
    shape = shape.x(lambda dot: dot[0]).y0(lambda dot: y(dot[1].low)).y1(lambda dot: y(dot[1].high))
    known = runs(dots, lambda dot: dot[1].low is not None and dot[1].high is not None)
    path = "".join(shape(run) for run in known)
    return tag("path", class_=f"band {series.tone}".strip(), d=path)


def _line(series: Series, dots: Dots, y: Callable[[float], float]) -> SafeString:
    shape = line().x(lambda dot: dot[0]).y(lambda dot: y(dot[1].value))
    path = "".join(shape(run) for run in runs(dots, lambda dot: dot[1].value is not None))
    dashed = "dashed" if series.is_dashed else ""
    return tag("path", class_=" ".join(f"line {series.tone} {dashed}".split()), d=path)


def _stop(
    index: int,
    label: str,
    x: float,
    step: float,
    series: Sequence[Series],
    y: Callable[[float], float],
    floor: float,
    written: Written,
) -> SafeString:
    """All that is known of one moment: one stop for the keyboard, however many lines there are."""
    said, dots, href = [], [], ""
    for each in series:
        found = each.points[index] if index < len(each.points) else None
        if found is None or found.value is None:
            continue
        text = found.words or _with_bounds(found, written)
        said.append(f"{each.name}: {text}")
        tone = f"dot {each.tone}".strip()
        dots.append(tag("circle", class_=tone, cx=x, cy=y(found.value), r=4))
        href = href or found.href
    hit = tag("rect", class_="hit", x=x - step / 2, y=0, width=step, height=floor)
    return point(hit, *dots, said=f"{label}. {'. '.join(said) or NONE}", href=href)


def _with_bounds(each: Point, written: Written) -> str:
    if each.low is None or each.high is None:
        return _text(each.value, written)
    return f"{_text(each.value, written)} ({written(each.low)}–{written(each.high)})"


def _ends(
    drawn: Sequence[tuple[Series, Dots]],
    y: Callable[[float], float],
    right: float,
    gutter: float,
    written: Written,
    top: float,
    floor: float,
) -> list[SafeString]:
    """The names at the lines' ends, moved apart where they would cover each other."""
    wanted: list[tuple[float, Series]] = []
    for series, dots in drawn:
        known = [dot for _x, dot in dots if dot.value is not None]
        if known and known[-1].value is not None:
            wanted.append((y(known[-1].value), series))
    wanted.sort(key=lambda each: each[0])
    for index in range(1, len(wanted)):
        height, series = wanted[index]
        wanted[index] = max(height, wanted[index - 1][0] + LEAST_APART), series
    over = wanted[-1][0] + 12 - floor if wanted else 0
    parts = []
    for height, series in wanted:
        at = max(height - max(over, 0), top)
        tone = f"end-name {series.tone}".strip()
        name = fitted(series.name, gutter - 8)
        parts.append(words(name, right + 8, at, kind=tone, anchor="start"))
        parts.append(
            words(_last(series, written), right + 8, at + 15, kind="label", anchor="start")
        )
    return parts
