"""The picture beside a shared link: the title on the brand's colour, 1200 by 630 pixels."""

import colorsys
import io
import textwrap

from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)
MARGIN = 80
TITLE_PIXELS, SMALL_PIXELS = 64, 34
LINE_CHARS, MOST_LINES = 30, 5
WHITE = (255, 255, 255)


def card(title: str, *, place: str, brand: str, hue: int) -> bytes:
    """PNG bytes. `hue` in degrees; a title that is too long is cut."""
    red, green, blue = colorsys.hls_to_rgb(hue / 360, 0.24, 0.45)
    picture = Image.new("RGB", SIZE, (round(red * 255), round(green * 255), round(blue * 255)))
    draw = ImageDraw.Draw(picture)
    lines = textwrap.wrap(title, LINE_CHARS, max_lines=MOST_LINES, placeholder=" …")
    big, small = ImageFont.load_default(TITLE_PIXELS), ImageFont.load_default(SMALL_PIXELS)
    draw.text((MARGIN, MARGIN), place[:60], font=small, fill=WHITE)
    draw.multiline_text((MARGIN, 170), "\n".join(lines), font=big, fill=WHITE, spacing=14)
    draw.text((MARGIN, SIZE[1] - MARGIN - SMALL_PIXELS), brand[:60], font=small, fill=WHITE)
    target = io.BytesIO()
    picture.save(target, "PNG", optimize=True)
    return target.getvalue()
