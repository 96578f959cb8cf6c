"""Which files may be brought to be handed out, by their name's ending and by their first bytes, which must agree."""

from pathlib import PurePosixPath
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _

from uploads.pictures import UploadRefused

_ZIP = b"PK\x03\x04"
_OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS: dict[str, tuple[str, tuple[bytes, ...]]] = {
    ".pdf": ("application/pdf", (b"%PDF-",)),
    ".zip": ("application/zip", (_ZIP,)),
    ".epub": ("application/epub+zip", (_ZIP,)),
    ".docx": (f"{_OFFICE}.wordprocessingml.document", (_ZIP,)),
    ".xlsx": (f"{_OFFICE}.spreadsheetml.sheet", (_ZIP,)),
    ".pptx": (f"{_OFFICE}.presentationml.presentation", (_ZIP,)),
    ".png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
}
"""What a browser could run (HTML, SVG, scripts) is not on the list, and never will be."""


def document_kind(file: IO[bytes], *, name: str, size: int) -> str:
    """The media type of a file that may be taken. Raises UploadRefused."""
    if size > settings.UPLOAD_MAX_BYTES:
        most = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
        raise UploadRefused(
            _("This file is too large: %(most)d MB is the most we take.") % {"most": most}
        )
    if not size:
        raise UploadRefused(_("This file is empty."))
    kind, beginnings = KINDS.get(PurePosixPath(name.lower()).suffix, ("", ()))
    if not kind:
        endings = ", ".join(each.removeprefix(".").upper() for each in KINDS)
        raise UploadRefused(_("Files of this kind cannot be added: %s can.") % endings)
    file.seek(0)
    head = file.read(16)
    file.seek(0)
    if not head.startswith(beginnings):
        raise UploadRefused(_("This file is not what its name says. Save or export it again."))
    return kind
