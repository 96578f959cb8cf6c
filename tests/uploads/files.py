"""Files to upload: honest pictures, and others."""

import io
import struct
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

SECRET = b"SECRET-PLACE-48.2082N"


def picture_bytes(
    kind: str = "JPEG", size=(64, 48), colour=(200, 30, 30), mode="RGB", **save
) -> bytes:
    target = io.BytesIO()
    Image.new(mode, size, colour).save(target, kind, **save)
    return target.getvalue()


def upload(content: bytes, name: str = "cup.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def with_notes() -> bytes:
    """A photograph whose notes say where it was taken, by whom, and that it lies on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 12.0, 29.0), 3: "E", 4: (16.0, 22.0, 0.0)})
    image = Image.new("RGB", (60, 40), "red")
    image.paste("blue", (0, 0, 30, 40))  # the left half: on top once it stands upright
    target = io.BytesIO()
    image.save(target, "JPEG", exif=exif, comment=SECRET, xmp=SECRET, quality=95)
    return target.getvalue()


def png_of_declared_size(width: int, height: int) -> bytes:
    """A few bytes that unfold into as many pixels as the head says."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    packed = zlib.compress(b"\0" * 50_000_000, 9)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )


def png_with_text_bomb() -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("a", "x" * 80_000_000, zip=True)
    return picture_bytes("PNG", pnginfo=notes)
