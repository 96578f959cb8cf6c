"""Draws the covers of the demo articles: calm shapes in the brand's hues, the same every time."""

import io
import math
from collections.abc import Callable

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1600, 840
FINER = 2  # drawn larger, then scaled down: smooth edges

Palette = tuple[str, str, str, str, str]
Pen = ImageDraw.ImageDraw

WARM: Palette = ("#f3eae0", "#e2bf9f", "#c98153", "#8f4526", "#35201a")
COOL: Palette = ("#e8eef1", "#b7ced8", "#6f9fb5", "#33637f", "#1c303d")


def _at(x: float, y: float) -> tuple[float, float]:
    return x * WIDTH * FINER, y * HEIGHT * FINER


def _disc(pen: Pen, x: float, y: float, radius: float, fill: str) -> None:
    """A disc; `radius` as a share of the picture's height."""
    across, down = _at(x, y)
    reach = radius * HEIGHT * FINER
    pen.ellipse((across - reach, down - reach, across + reach, down + reach), fill=fill)


def _block(pen: Pen, x: float, y: float, width: float, height: float, fill: str) -> None:
    pen.rounded_rectangle((*_at(x, y), *_at(x + width, y + height)), radius=28 * FINER, fill=fill)


def rings(pen: Pen, hue: Palette) -> None:
    """A cup from above, off centre, and its shadow."""
    _disc(pen, 0.63, 0.58, 0.50, hue[1])
    for step, colour in enumerate((hue[0], hue[2], hue[3], hue[4])):
        _disc(pen, 0.60, 0.52, 0.46 - step * 0.075, colour)
    _disc(pen, 0.565, 0.44, 0.055, hue[2])
    _disc(pen, 0.16, 0.80, 0.07, hue[3])
    _disc(pen, 0.23, 0.88, 0.03, hue[2])


def drops(pen: Pen, hue: Palette) -> None:
    """Drops that grow as they fall into a dark pool."""
    pen.rectangle((*_at(0, 0.80), *_at(1, 1)), fill=hue[4])
    for x, y, size in ((0.22, 0.26, 0.07), (0.46, 0.44, 0.11), (0.74, 0.48, 0.15)):
        colour = hue[3] if size > 0.1 else hue[2]
        _disc(pen, x, y, size, colour)
        left, top = _at(x, y)
        reach = size * HEIGHT * FINER
        tip = (left, top - 2.3 * reach)
        pen.polygon(
            [
                tip,
                (left - 0.9 * reach, top - 0.43 * reach),
                (left + 0.9 * reach, top - 0.43 * reach),
            ],
            fill=colour,
        )
    for x, width in ((0.22, 0.07), (0.46, 0.10), (0.74, 0.14)):
        pen.ellipse((*_at(x - width, 0.83), *_at(x + width, 0.87)), fill=hue[3])
        pen.ellipse((*_at(x - width / 2, 0.84), *_at(x + width / 2, 0.86)), fill=hue[2])


def waves(pen: Pen, hue: Palette) -> None:
    """Five layers of water, darker with depth."""
    _disc(pen, 0.76, 0.28, 0.15, "#e9b184")
    for layer in range(4):
        height, phase = 0.42 + layer * 0.145, layer * 1.9
        line = [
            _at(x / 200, height + 0.045 * math.sin(phase + x / 200 * (5 + layer)))
            for x in range(201)
        ]
        pen.polygon([*line, _at(1, 1), _at(0, 1)], fill=hue[layer + 1])


def arcs(pen: Pen, hue: Palette) -> None:
    """The teeth of a burr, as a fan of wedges round a bore."""
    across, down = _at(0.5, 1.05)
    for ring, (radius, count) in enumerate(((0.98, 22), (0.70, 15), (0.42, 9))):
        reach = radius * HEIGHT * FINER
        box = (across - reach, down - reach, across + reach, down + reach)
        pen.ellipse(box, fill=hue[1 + ring])
        for tooth in range(count):
            start = 180 + tooth * 180 / count
            pen.pieslice(box, start, start + 70 / count, fill=hue[2 + ring])
    _disc(pen, 0.5, 1.05, 0.18, hue[0])


def cone(pen: Pen, hue: Palette) -> None:
    """A cone over a cup, one thread of water."""
    pen.rectangle((*_at(0, 0.90), *_at(1, 1)), fill=hue[1])
    pen.rectangle((*_at(0.497, 0), *_at(0.503, 0.25)), fill=hue[2])
    pen.polygon([_at(0.34, 0.16), _at(0.66, 0.16), _at(0.53, 0.56), _at(0.47, 0.56)], fill=hue[3])
    pen.polygon(
        [_at(0.375, 0.25), _at(0.625, 0.25), _at(0.53, 0.53), _at(0.47, 0.53)], fill="#6b3f2a"
    )
    _block(pen, 0.41, 0.555, 0.18, 0.028, hue[4])
    _disc(pen, 0.5, 0.645, 0.012, "#6b3f2a")
    _block(pen, 0.43, 0.71, 0.14, 0.20, hue[4])
    _block(pen, 0.40, 0.895, 0.20, 0.022, hue[4])
    _disc(pen, 0.83, 0.24, 0.10, "#e9b184")


def blocks(pen: Pen, hue: Palette) -> None:
    """Parts laid out in rows, one of them round."""
    plan = (
        (0.08, 0.14, 0.20, 0.30, 3), (0.32, 0.14, 0.10, 0.30, 1), (0.46, 0.14, 0.26, 0.12, 2),
        (0.46, 0.32, 0.26, 0.12, 4), (0.08, 0.54, 0.10, 0.32, 2), (0.22, 0.54, 0.30, 0.32, 1),
        (0.56, 0.54, 0.16, 0.32, 3), (0.76, 0.54, 0.16, 0.32, 4),
    )  # fmt: skip
    for x, y, width, height, shade in plan:
        _block(pen, x, y, width, height, hue[shade])
    _disc(pen, 0.84, 0.29, 0.15, hue[3])
    _disc(pen, 0.84, 0.29, 0.105, hue[0])
    _disc(pen, 0.37, 0.70, 0.08, hue[0])


SHAPES: dict[str, Callable[[Pen, Palette], None]] = {
    draw.__name__: draw for draw in (rings, drops, waves, arcs, cone, blocks)
}


def cover(shape: str, *, warm: bool) -> bytes:
    """The cover as a PNG, 1600 by 840."""
    hue = WARM if warm else COOL
    picture = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), hue[0])
    SHAPES[shape](ImageDraw.Draw(picture), hue)
    small = picture.resize((WIDTH, HEIGHT), Image.Resampling.BOX)
    out = io.BytesIO()
    small.save(out, "PNG", compress_level=3)
    return out.getvalue()
