"""The brand's colour for mail programs, which know no OKLCH."""

from math import cos, radians, sin

from spaces.models import Brand

LIGHTNESS = 0.45  # dark enough for white words on it, whatever the hue


def brand_colour(brand: Brand) -> str:
    """The brand's hue and chroma as "#rrggbb", by Ottosson's OKLab (bottosson.github.io/posts/oklab)."""
    a = float(brand.chroma) * cos(radians(brand.hue))
    b = float(brand.chroma) * sin(radians(brand.hue))
    long = (LIGHTNESS + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (LIGHTNESS - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (LIGHTNESS - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    return "#" + "".join(f"{round(255 * _encoded(each)):02x}" for each in linear)


def _encoded(value: float) -> float:
    """sRGB's transfer function, clipped to what a screen shows."""
    value = min(max(value, 0.0), 1.0)
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
