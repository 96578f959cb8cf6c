from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from analytics.drawing.base import Mark, breadth, fitted, point, tag, words

LINE, SIZE = 16, 12


@dataclass(frozen=True, slots=True)
class Placed:
    """A mark with its place: `x` of its line, its words from `start` to `end` on their level from the top."""

    mark: Mark
    x: float
    text: str
    start: float
    end: float
    level: int


def placed(marks: Sequence[Mark], places: Sequence[float], width: float) -> list[Placed]:
    """Words stand where there is more room, and one level lower where they would cover those before them."""
    found: list[Placed] = []
    for mark in marks:
        if not 0 <= mark.at < len(places):
            continue
        x = places[mark.at]
        on_the_right = x < width * 0.6
        text = fitted(mark.text, (width - x if on_the_right else x) - 8, SIZE)
        long = breadth(text, SIZE)
        start = x + 4 if on_the_right else x - 4 - long
        taken = {
            each.level for each in found if each.start < start + long + 6 and start < each.end + 6
        }
        level = next(level for level in range(len(marks) + 1) if level not in taken)
        found.append(Placed(mark, x, text, start, start + long, level))
    return found


def head_room(found: Sequence[Placed]) -> float:
    return LINE * (max((each.level for each in found), default=-1) + 1)


def marked(found: Sequence[Placed], floor: float) -> list[SafeString]:
    """Lines across the chart, each with its words on top."""
    parts = []
    for each in found:
        y = LINE * (each.level + 1) - 4
        before = each.x < each.start
        parts.append(
            point(
                tag("rect", class_="hit", x=each.start, y=y - SIZE, width=each.end - each.start, height=LINE),
                tag("line", class_="mark", x1=each.x, x2=each.x, y1=y - 9, y2=floor),
                words(
                    each.text, each.start if before else each.end, y, kind="note-text", anchor="start" if before else "end"
                ),
                said=each.mark.text,
                href=each.mark.href,
            )
        )  # fmt: skip
    return parts
