"""What a file says it is, by its first bytes; and cheap bounds on what decoding it may take.

Decoders bound the pixels. What they do not bound is how often they are asked to go over them: a progressive JPEG of
ten thousand scans, a PNG of a million chunks. Both are counted here before anything is decoded.
"""

import struct
from typing import IO

from django.utils.translation import gettext as _

from uploads.refusal import UploadRefused

MOST_CHUNKS = 5_000
MOST_SCANNED = 1_000_000_000  # scans of a JPEG times its pixels
_SCAN, _STEP = b"\xff\xda", 65_536
_BEGINNINGS = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
)


def picture_kind(head: bytes) -> str | None:
    """JPEG, PNG, GIF or WEBP by a file's first twelve bytes; None where it is no picture we know."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    return next((kind for beginning, kind in _BEGINNINGS if head.startswith(beginning)), None)


def demand_few_chunks(file: IO[bytes]) -> None:
    """Walk over a PNG's chunks without reading them. Raises UploadRefused; the file stands at its begin after."""
    file.seek(8)
    for _number in range(MOST_CHUNKS):
        head = file.read(8)
        if len(head) < 8 or head[4:] == b"IEND":
            break
        file.seek(struct.unpack(">I", head[:4])[0] + 4, 1)
    else:
        raise UploadRefused(_("This picture is damaged. Try to save or export it again."))
    file.seek(0)


def demand_few_scans(file: IO[bytes], *, pixels: int) -> None:
    """Bound how much a JPEG's scans go over. Within them `FF` is followed by `00`, so that none is found by chance."""
    at, scans, before = file.tell(), 0, b""
    file.seek(0)
    while piece := file.read(_STEP):
        scans += (before + piece).count(_SCAN)
        before = piece[-1:]
    file.seek(at)
    if scans * pixels > MOST_SCANNED and scans > 1:
        raise UploadRefused(
            _("This picture is stored in too many passes. Save it as a plain JPEG or PNG.")
        )
