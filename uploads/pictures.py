"""A file somebody sent becomes a picture of ours, or is refused in words. Nothing of the file is kept."""

import io
import struct
import threading
import zlib
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
class Picture:
    """What is kept: WebP bytes, and those of a smaller copy where the picture is larger."""

    width: int
    height: int
    whole: bytes
    small: bytes | None


def read_picture(file: IO[bytes], *, size: int) -> Picture:
    """Decode a file of `size` bytes and write it anew as WebP. Raises UploadRefused."""
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
                return _written(_decoded(opened))
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


def _written(image: Image.Image) -> Picture:
    whole = _webp(image)
    small = None
    if image.width > SMALL_WIDTH:
        height = max(1, round(image.height * SMALL_WIDTH / image.width))
        small = _webp(image.resize((SMALL_WIDTH, height), Image.Resampling.LANCZOS))
    return Picture(image.width, image.height, whole, small)


def _webp(image: Image.Image) -> bytes:
    target = io.BytesIO()
    image.save(target, "WEBP", quality=QUALITY, method=4, exif=b"", icc_profile=b"", xmp=b"")
    return target.getvalue()
