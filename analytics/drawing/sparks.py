from collections.abc import Sequence

from detroit import line, scale_linear
from django.utils.safestring import SafeString

from analytics.drawing.base import ends_of, runs, tag

WIDTH, HEIGHT, EDGE = 120, 28, 3


def spark(values: Sequence[float | None], said: str, *, tone: str = "") -> SafeString:
    """A line without words beside a number that has them; `said` is read out in its stead. Nothing below two values."""
    known = [(index, value) for index, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return SafeString()
    numbers = [value for _index, value in known]
    low, high = min(0, *numbers), max(numbers)
    x = scale_linear([0, len(values) - 1], [EDGE, WIDTH - EDGE])
    y = scale_linear(ends_of(low, high), [HEIGHT - EDGE, EDGE])
    shape = line().x(lambda dot: x(dot[0])).y(lambda dot: y(dot[1]))
    known_runs = runs(list(enumerate(values)), lambda dot: dot[1] is not None)
    path = "".join(shape(run) for run in known_runs)
    index, value = known[-1]
    return tag(
        "svg",
        tag("path", class_=f"line {tone}".strip(), d=path),
        tag("circle", class_=f"dot {tone}".strip(), cx=x(index), cy=y(value), r=2.5),
        class_="spark",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        role="img",
        aria_label=said,
    )
