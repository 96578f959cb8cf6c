"""Which files may be brought to be handed out: by their name's ending, their first bytes, and what both say of them.

What a browser could run (HTML, SVG, scripts) is on neither list, and never will be.
"""

from codecs import getincrementaldecoder
from pathlib import PurePosixPath
from typing import IO

import puremagic
from django.utils.translation import gettext as _

from uploads.archives import demand_sound_archive
from uploads.heads import picture_kind
from uploads.refusal import UploadRefused, demand_size

_ZIP = b"PK\x03\x04"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
_PICTURES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
_ARCHIVES = {
    ".zip": "application/zip",
    ".epub": "application/epub+zip",
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".pptx": f"{_OFFICE}.presentationml.presentation",
    ".odt": f"{_OPEN}.text",
    ".ods": f"{_OPEN}.spreadsheet",
    ".odp": f"{_OPEN}.presentation",
}
_TEXTS = {
    ".txt": "text/plain; charset=utf-8",
    ".log": "text/plain; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
}
_PDF = {".pdf": "application/pdf"}

KINDS: dict[str, str] = _PDF | _ARCHIVES | _PICTURES
"""What the library hands out."""
ATTACHED: dict[str, str] = _PDF | _ARCHIVES | _TEXTS
"""What texts link to; pictures among them are shown instead, written anew."""
PICTURE_ENDINGS = {*_PICTURES, ".webp", ".gif"}
ACCEPTED = ",".join(["image/jpeg", "image/png", "image/webp", "image/gif", *ATTACHED])
"""What a form's file field says it takes."""

_HEAD, _STEP = 1024, 65_536
# What makes a reader, a browser or a shell take a file for something to run.
_ACTIVE = (
    b"<!doctype",
    b"<html",
    b"<head",
    b"<body",
    b"<script",
    b"<svg",
    b"<?xml",
    b"<?php",
    b"<iframe",
    b"#!",
)
_HIDDEN = (b"<!doctype html", b"<html", b"<script", b"<svg", b"<?php")
_ARCHIVE_END = b"PK\x05\x06"
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 27})


def is_picture(file: IO[bytes], *, name: str) -> bool:
    """Whether it is to be taken as a picture: by what it is, or, where it is none, by what its name says."""
    file.seek(0)
    head = file.read(12)
    file.seek(0)
    ending = _ending(name)
    if ending in ATTACHED:
        return False  # a picture called report.pdf is refused as such
    return ending in PICTURE_ENDINGS or picture_kind(head) is not None


def attached_kind(file: IO[bytes], *, name: str, size: int) -> str:
    """The media type of a file that a text may link to. Raises UploadRefused."""
    return _judged(file, name, size, ATTACHED)


def document_kind(file: IO[bytes], *, name: str, size: int) -> str:
    """The media type of a file that the library may hand out. Raises UploadRefused."""
    return _judged(file, name, size, KINDS)


def _judged(file: IO[bytes], name: str, size: int, allowed: dict[str, str]) -> str:
    demand_size(size)
    ending = _ending(name)
    kind = allowed.get(ending)
    if not kind:
        endings = ", ".join(each.removeprefix(".").upper() for each in allowed)
        raise UploadRefused(_("Files of this kind cannot be added: %s can.") % endings)
    file.seek(0)
    head = file.read(_HEAD)
    if ending in _TEXTS:
        _demand_text(file, head)
    elif not _agrees(head, ending) or any(each in head.lower() for each in _HIDDEN):
        raise _mismatch()
    if ending in _ARCHIVES:
        demand_sound_archive(file, size=size, ending=ending, kind=kind)
    elif ending not in _TEXTS:
        _demand_whole(file, size, ending)
    file.seek(0)
    return kind


def _ending(name: str) -> str:
    return PurePosixPath(name.strip().lower()).suffix


def _mismatch() -> UploadRefused:
    return UploadRefused(_("This file is not what its name says. Save or export it again."))


def _agrees(head: bytes, ending: str) -> bool:
    """Whether the first bytes are of this ending, by our own rules and by puremagic's."""
    if ending in _PICTURES:
        return picture_kind(head[:12]) == ("PNG" if ending == ".png" else "JPEG")
    if not head.startswith(b"%PDF-" if ending in _PDF else _ZIP):
        return False
    try:
        found = puremagic.magic_string(head)
    except puremagic.PureError:
        return False
    kin = {ending, ".pdf"} if ending in _PDF else {ending, *_ARCHIVES}
    return any(each.extension in kin for each in found)


def _demand_whole(file: IO[bytes], size: int, ending: str) -> None:
    """A PDF or a picture ends as one, and no archive hangs on to it."""
    file.seek(max(0, size - _STEP - len(_ARCHIVE_END)))
    tail = file.read()
    if _ARCHIVE_END in tail:
        raise UploadRefused(_("Another file is hidden in this one. Save or export it again."))
    if ending in _PDF and b"%%EOF" not in tail[-_HEAD:]:
        raise UploadRefused(_("This PDF is incomplete. Save or export it again."))


def _demand_text(file: IO[bytes], head: bytes) -> None:
    """Text is UTF-8 from its first letter to its last, and does not begin as something to run."""
    begin = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if begin.startswith(_ACTIVE) or picture_kind(head[:12]) or head.startswith((b"%PDF", _ZIP)):
        raise _mismatch()
    decoder = getincrementaldecoder("utf-8")()
    file.seek(0)
    try:
        while piece := file.read(_STEP):
            decoder.decode(piece)
            if piece.translate(None, _CONTROLS) != piece:
                raise _mismatch()
        decoder.decode(b"", True)
    except UnicodeDecodeError as error:
        raise UploadRefused(_("This file is no text in UTF-8. Save it as such.")) from error
