"""A file somebody sent becomes a picture of ours, or is refused in words. Nothing of the file is kept."""

import io
import struct
import threading
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from core.html import SMALL_WIDTH

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MAX_PIXELS = 40_000_000
MAX_SIDE = 2400
MAX_PROFILE_BYTES = 1_000_000
ORIENTATION = 0x0112
QUALITY = 82

# What Pillow raises on broken files: its decoders let much of what happens in them through.
_BROKEN = (
    OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, ArithmeticError,
    struct.error, zlib.error, MemoryError, UnidentifiedImageError,
)  # fmt: skip
_BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)
# One picture is decoded at a time in a process: what decoding may take, it takes once.
_one_at_a_time = threading.Lock()


class UploadRefused(ValueError):
    """The file cannot be taken; its words say why, for the person who sent it."""


@dataclass(frozen=True, slots=True)
class Square:
    """The square part of a picture that is kept: where it begins, as shares (0 to 1) of what is left beside it,
    and how large it is, as a share of the shorter side. As it comes, the largest one in the middle."""

    x: float = 0.5
    y: float = 0.5
    size: float = 1.0


@dataclass(frozen=True, slots=True)
class Picture:
    """What is kept: WebP bytes, and those of smaller copies, by width, where the picture is larger."""

    width: int
    height: int
    whole: bytes
    copies: dict[int, bytes]

    @property
    def small(self) -> bytes | None:
        return self.copies.get(SMALL_WIDTH)


def read_picture(file: IO[bytes], *, size: int) -> Picture:
    """Decode a file of `size` bytes and write it anew as WebP. Raises UploadRefused."""
    return _read(file, size, lambda image: _written(image, (SMALL_WIDTH,)))


def read_square(file: IO[bytes], *, size: int, part: Square, widths: tuple[int, ...]) -> Picture:
    """The same for a square part of the picture: at most as wide as the first width, copies of the others."""

    def square(image: Image.Image) -> Picture:
        cut = _cut(image, part)
        cut.thumbnail((widths[0], widths[0]), Image.Resampling.LANCZOS)
        return _written(cut, widths[1:])

    return _read(file, size, square)


def _read(file: IO[bytes], size: int, write: Callable[[Image.Image], Picture]) -> Picture:
    """Judge the file, decode it, and `write` the upright picture. Raises UploadRefused."""
    if size > settings.UPLOAD_MAX_BYTES:
        most = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
        raise UploadRefused(
            _("This picture is too large: %(most)d MB is the most we take.") % {"most": most}
        )
    if not size:
        raise UploadRefused(_("This file is empty."))
    with _one_at_a_time:
        try:
            with Image.open(file, formats=FORMATS) as opened:
                _demand_reasonable(opened)
                return write(_decoded(opened))
        except _BOMB as error:
            raise UploadRefused(_too_many_pixels()) from error
        except UnidentifiedImageError as error:
            raise UploadRefused(_("Only pictures can be added: JPEG, PNG, WebP or GIF.")) from error
        except UploadRefused:
            raise
        except _BROKEN as error:
            raise UploadRefused(
                _("This picture is damaged. Try to save or export it again.")
            ) from error


def _demand_reasonable(opened: Image.Image) -> None:
    """Judge by the size the file's head declares: nothing has been decoded yet."""
    width, height = opened.size
    if width * height > MAX_PIXELS:
        raise UploadRefused(_too_many_pixels())
    if min(width, height) < 1:
        raise UploadRefused(_("This picture is empty."))


def _too_many_pixels() -> str:
    most = MAX_PIXELS // 1_000_000
    return _("This picture has too many pixels: %(most)d million is the most we take.") % {
        "most": most
    }


def _decoded(opened: Image.Image) -> Image.Image:
    """The first frame: upright, at most MAX_SIDE wide and high, in sRGB, with nothing attached."""
    orientation, profile = _orientation(opened), opened.info.get("icc_profile", b"")
    if opened.format == "JPEG":
        opened.draft(None, (MAX_SIDE, MAX_SIDE))  # decode at a lower scale: less memory
    image: Image.Image = opened
    if image.mode.startswith("I"):  # 16 bits of grey
        image = image.convert("F").point(lambda value: value / 256).convert("L")
    if image.mode not in {"RGB", "RGBA", "CMYK", "L", "LA"}:
        has_alpha = image.has_transparency_data
        image = image.convert("RGBA" if has_alpha else "RGB")
    image.thumbnail((MAX_SIDE, MAX_SIDE), reducing_gap=2.0)
    image = _in_srgb(image, profile)
    image = ImageOps.exif_transpose(_with_orientation(image, orientation))
    plain = Image.new(image.mode, image.size)
    plain.paste(image)
    return plain


def _orientation(opened: Image.Image) -> int:
    try:
        return int(opened.getexif().get(ORIENTATION, 1))
    except _BROKEN:
        return 1  # notes nobody can read say nothing about the picture


def _with_orientation(image: Image.Image, orientation: int) -> Image.Image:
    bare = image.copy()
    bare.info = {}
    if 2 <= orientation <= 8:
        bare.getexif()[ORIENTATION] = orientation
    return bare


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if profile and len(profile) <= MAX_PROFILE_BYTES and image.mode in {"RGB", "CMYK"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(
                image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            if converted is not None:
                return converted
        except (ImageCms.PyCMSError, *_BROKEN):
            pass  # a profile that cannot be read: the colours are taken as they are
    return image.convert(mode)


def _cut(image: Image.Image, part: Square) -> Image.Image:
    side = max(1, round(min(image.size) * min(max(part.size, 0.05), 1.0)))
    left = round((image.width - side) * min(max(part.x, 0.0), 1.0))
    top = round((image.height - side) * min(max(part.y, 0.0), 1.0))
    return image.crop((left, top, left + side, top + side))


def _written(image: Image.Image, widths: tuple[int, ...]) -> Picture:
    copies = {}
    for width in widths:
        if image.width > width:
            height = max(1, round(image.height * width / image.width))
            copies[width] = _webp(image.resize((width, height), Image.Resampling.LANCZOS))
    return Picture(image.width, image.height, _webp(image), copies)


def _webp(image: Image.Image) -> bytes:
    target = io.BytesIO()
    image.save(target, "WEBP", quality=QUALITY, method=4, exif=b"", icc_profile=b"", xmp=b"")
    return target.getvalue()
