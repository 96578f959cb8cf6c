"""A file somebody sent becomes a picture of ours, or is refused in words. Nothing of the file is kept."""

import io
import struct
import threading
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from core.uploaded import COPY_WIDTHS, SMALL_WIDTH
from uploads.heads import demand_few_chunks, demand_few_scans, picture_kind
from uploads.moving import moves, written_moving
from uploads.profiles import MOST_READ, in_srgb, kept_profile
from uploads.refusal import UploadRefused, demand_size

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MAX_PIXELS = 40_000_000
MAX_SIDE = 2400
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
    """Decode a file of `size` bytes and write it anew as WebP; what moves goes on moving. Raises UploadRefused."""

    def write(opened: Image.Image) -> Picture:
        if moves(opened):
            profile = _profile_of(opened)
            (width, height), whole = written_moving(opened, profile=_kept(profile) or b"")
            return Picture(width, height, whole, {})
        return _written(*_decoded(opened), COPY_WIDTHS)

    return _read(file, size, write)


def read_square(file: IO[bytes], *, size: int, part: Square, widths: tuple[int, ...]) -> Picture:
    """The same for a square part of the picture: at most as wide as the first width, copies of the others."""

    def square(opened: Image.Image) -> Picture:
        image, profile = _decoded(opened)
        cut = _cut(image, part)
        cut.thumbnail((widths[0], widths[0]), Image.Resampling.LANCZOS)
        return _written(cut, profile, widths[1:])

    return _read(file, size, square)


def _read(file: IO[bytes], size: int, write: Callable[[Image.Image], Picture]) -> Picture:
    """Judge the file, open it, and `write` what it shows. Raises UploadRefused."""
    demand_size(size)
    with _one_at_a_time:
        try:
            _demand_cheap(file)
            with Image.open(file, formats=FORMATS) as opened:
                _demand_reasonable(opened)
                if opened.format == "JPEG":
                    demand_few_scans(file, pixels=opened.width * opened.height)
                return write(opened)
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


def _demand_cheap(file: IO[bytes]) -> None:
    file.seek(0)
    kind = picture_kind(file.read(12))
    if kind == "PNG":
        demand_few_chunks(file)
    file.seek(0)


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


def _decoded(opened: Image.Image) -> tuple[Image.Image, bytes]:
    """The first frame: upright, at most MAX_SIDE wide and high, and the profile its colours are in (none: sRGB)."""
    orientation, profile = _orientation(opened), _profile_of(opened)
    if opened.format == "JPEG":
        opened.draft(None, (MAX_SIDE, MAX_SIDE))  # decode at a lower scale: less memory
    image: Image.Image = opened
    if image.mode.startswith("I"):  # 16 bits of grey
        image = image.convert("F").point(lambda value: value / 256).convert("L")
    if image.mode not in {"RGB", "RGBA", "CMYK", "L", "LA"}:
        has_alpha = image.has_transparency_data
        image = image.convert("RGBA" if has_alpha else "RGB")
    image.thumbnail((MAX_SIDE, MAX_SIDE), reducing_gap=2.0)
    image, profile = _in_known_colours(image, profile)
    image = ImageOps.exif_transpose(_with_orientation(image, orientation))
    plain = Image.new(image.mode, image.size)
    plain.paste(image)
    return plain, profile


def _profile_of(opened: Image.Image) -> bytes:
    profile = opened.info.get("icc_profile") or b""
    return profile if len(profile) <= MOST_READ else b""


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


def _kept(profile: bytes) -> bytes | None:
    try:
        return kept_profile(profile)
    except (ImageCms.PyCMSError, *_BROKEN):
        return None  # a profile that cannot be read: the colours are taken as they are


def _in_known_colours(image: Image.Image, profile: bytes) -> tuple[Image.Image, bytes]:
    """RGB keeps its profile where that can be kept; print's colours, grey and all others become sRGB."""
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if image.mode in {"RGB", "RGBA"} and (kept := _kept(profile)):
        return image.convert(mode), kept
    if profile and image.mode in {"RGB", "CMYK", "L"}:
        try:
            return in_srgb(image, profile), b""
        except (ImageCms.PyCMSError, *_BROKEN):
            pass  # it cannot be read, or is another kind of picture's
    return image.convert(mode), b""


def _cut(image: Image.Image, part: Square) -> Image.Image:
    side = max(1, round(min(image.size) * min(max(part.size, 0.05), 1.0)))
    left = round((image.width - side) * min(max(part.x, 0.0), 1.0))
    top = round((image.height - side) * min(max(part.y, 0.0), 1.0))
    return image.crop((left, top, left + side, top + side))


def _written(image: Image.Image, profile: bytes, widths: tuple[int, ...]) -> Picture:
    copies = {}
    for width in widths:
        if image.width > width:
            height = max(1, round(image.height * width / image.width))
            smaller = image.resize((width, height), Image.Resampling.LANCZOS)
            copies[width] = _webp(smaller, profile)
    return Picture(image.width, image.height, _webp(image, profile), copies)


def _webp(image: Image.Image, profile: bytes) -> bytes:
    target = io.BytesIO()
    image.save(target, "WEBP", quality=QUALITY, method=4, exif=b"", icc_profile=profile, xmp=b"")
    return target.getvalue()
