"""Every text and background the tokens can make passes WCAG 2.2 AA, for every hue and strength a brand may choose."""

import ast
import math
import operator
import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[2] / "static/css/tokens.css"
GROUNDS = ["surface", "surface-raised", "surface-sunken", "brand-soft"]
TEXT = [
    *[(ink, ground) for ink in ("ink", "ink-soft", "brand", "brand-strong") for ground in GROUNDS],
    *[(word, ground) for word in ("good", "warn", "bad") for ground in GROUNDS],
    *[("brand-ink", fill) for fill in ("brand", "brand-strong", "bad")],
    *[(ink, f"{word}-soft") for word in ("good", "warn", "bad") for ink in ("ink", "ink-soft", word, "brand")],
    ("ink", "mark"), ("surface", "ink"),
]  # fmt: skip
CONTROLS = [
    *[("line-strong", ground) for ground in GROUNDS[:3]],
    *[("brand", ground) for ground in GROUNDS],
]
HUES = range(0, 361, 15)
CHROMAS = ["0", "0.05", "0.08", "0.11", "0.15", "0.2"]

OPERATIONS = {ast.Mult: operator.mul, ast.Add: operator.add, ast.Sub: operator.sub}


def number(term: str, words: dict[str, str]) -> float:
    """The value of `12`, `45%`, `var(--x)` or `calc(…)`."""
    term = re.sub(r"var\(--([\w-]+)\)", lambda found: str(number(words[found[1]], words)), term)
    term = re.sub(r"([\d.]+)%", lambda found: str(float(found[1]) / 100), term).replace("calc", "")

    def walk(node: ast.expr) -> float:
        if isinstance(node, ast.BinOp):
            return OPERATIONS[type(node.op)](walk(node.left), walk(node.right))
        assert isinstance(node, ast.Constant), term
        return float(node.value)

    return walk(ast.parse(term.strip(), mode="eval").body)


def arguments(call: str) -> list[str]:
    """`f(a, g(b, c))` gives `["a", "g(b, c)"]`."""
    inside, depth, parts = call[call.index("(") + 1 : call.rindex(")")], 0, [""]
    for sign in inside:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts]


def terms(call: str) -> list[str]:
    """`oklch(45% calc(a * b) c)` gives its three terms."""
    inside, depth, parts = call[call.index("(") + 1 : call.rindex(")")], 0, [""]
    for sign in inside:
        depth += (sign == "(") - (sign == ")")
        if sign == " " and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


def luminance(color: str, words: dict[str, str]) -> float:
    """Relative luminance (WCAG) of an oklch() color, clipped to sRGB as browsers do.

    OKLab to linear sRGB: Björn Ottosson, "A perceptual color space for image processing", 2020.
    """
    lightness, chroma, hue = (number(term, words) for term in terms(color))
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    cone_l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    cone_m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    cone_s = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * cone_l - 3.3077115913 * cone_m + 0.2309699292 * cone_s
    green = -1.2684380046 * cone_l + 2.6097574011 * cone_m - 0.3413193965 * cone_s
    blue = -0.0041960863 * cone_l - 0.7034186147 * cone_m + 1.7076147010 * cone_s
    red, green, blue = (min(1.0, max(0.0, light)) for light in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def palette(hue: int, chroma: str, scheme: int) -> dict[str, float]:
    """Luminance of every color token, for scheme 0 (light) or 1 (dark)."""
    words = dict(re.findall(r"--([\w-]+):\s*([^;]+);", TOKENS.read_text()))
    words |= {"brand-hue": str(hue), "brand-chroma": chroma}
    return {
        name: luminance(arguments(value)[scheme], words)
        for name, value in words.items()
        if value.startswith("light-dark(")
    }


def contrast(one: float, other: float) -> float:
    light, dark = max(one, other), min(one, other)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_of_black_on_white_is_21() -> None:
    white, black = luminance("oklch(100% 0 0)", {}), luminance("oklch(0% 0 0)", {})
    assert contrast(white, black) == pytest.approx(21, abs=0.01)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("chroma", CHROMAS)
def test_every_pair_passes_for_every_hue(chroma: str, scheme: int) -> None:
    weak = []
    for hue in HUES:
        colors = palette(hue, chroma, scheme)
        for pairs, least in ((TEXT, 4.5), (CONTROLS, 3.0)):
            for front, back in pairs:
                found = contrast(colors[front], colors[back])
                if found < least:
                    weak.append(f"hue {hue}: {front} on {back} {found:.2f} < {least}")
    assert not weak, "\n".join(weak)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_initials_pass_in_every_tint(scheme: int) -> None:
    """An avatar without a picture: letters on a circle, tinted from the brand's hue in ten steps."""
    sheet = (TOKENS.parent / "elements.css").read_text()
    rule = sheet[sheet.index(".avatar {") :]
    ground = re.search(r"background:\s*(light-dark\(.+?\));", rule)
    letters = re.search(r"\n\s*color:\s*(light-dark\(.+?\));", rule)
    assert ground and letters
    for hue in HUES:
        for turn in range(10):
            words = {"tint": str(hue + turn * 36)}
            back, front = (
                luminance(arguments(found[1])[scheme], words) for found in (ground, letters)
            )
            assert contrast(front, back) >= 4.5, (hue, turn)
