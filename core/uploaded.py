"""Addresses of what people brought, as cooked text shows them: pictures in several widths, files with their size."""

import html as entities
import re

COPY_WIDTHS = (480, 800, 1600)  # smaller copies that `uploads` keeps beside a picture
SMALL_WIDTH = 800
SIZES = "(max-width: 48rem) 100vw, 44rem"

_ID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
OWN_PICTURE = re.compile(rf"/uploads/({_ID})/([1-9][0-9]{{0,4}})x([1-9][0-9]{{0,4}})\.webp")
OWN_FILE = re.compile(rf"/uploads/files/({_ID})/([1-9][0-9]{{0,9}})/[^\s/?#\"<>\\]{{1,400}}")


def widths_below(width: int) -> tuple[int, ...]:
    """How wide the copies of a picture of this width are."""
    return tuple(each for each in COPY_WIDTHS if each < width)


def sources(address: str) -> str:
    """The `srcset` and `sizes` of a picture of ours, as attributes; nothing where it has one width only."""
    found = OWN_PICTURE.fullmatch(address)
    copies = widths_below(int(found[2])) if found else ()
    if not found or not copies:
        return ""
    listed = [f"/uploads/{found[1]}/{each}.webp {each}w" for each in copies]
    listed.append(f"{address} {found[2]}w")
    return f' srcset="{", ".join(listed)}" sizes="{SIZES}"'


def file_size(href: str) -> str | None:
    """How large the file of ours is that a link leads to, in words; None where it leads elsewhere.

    The address carries the size, as a picture's does, so that a text is cooked without a look into the database;
    an address with another size leads nowhere.
    """
    found = OWN_FILE.fullmatch(entities.unescape(href))
    return size_words(int(found[2])) if found else None


def size_words(number: int) -> str:
    """1,234,567 bytes as "1.2 MB"."""
    if number < 1000:
        return f"{number} B"
    value = number / 1000
    for unit in ("kB", "MB"):
        if value < 999.5:
            return f"{value:.1f} {unit}" if value < 9.95 else f"{value:.0f} {unit}"
        value /= 1000
    return f"{value:.1f} GB"
