"""ZIP archives, and the documents that are ones: read by their directory, never unpacked."""

import zipfile
from pathlib import PurePosixPath
from typing import IO

from django.utils.translation import gettext as _

from uploads.refusal import UploadRefused

MOST_ENTRIES = 5_000
MOST_UNPACKED = 500_000_000
MOST_TIMES = 200  # how much larger than the file what comes out of it may be, past the first 10 MB
_SMALL = 10_000_000
_END, _DIRECTORY_END = 22, b"PK\x05\x06"

# What an archive must hold to be a document of this kind.
_HOLDS = {
    ".docx": ("[Content_Types].xml", "word/document.xml"),
    ".xlsx": ("[Content_Types].xml", "xl/workbook.xml"),
    ".pptx": ("[Content_Types].xml", "ppt/presentation.xml"),
    ".epub": ("mimetype", "META-INF/container.xml"),
    ".odt": ("mimetype", "content.xml"),
    ".ods": ("mimetype", "content.xml"),
    ".odp": ("mimetype", "content.xml"),
}


def demand_sound_archive(file: IO[bytes], *, size: int, ending: str, kind: str) -> None:
    """Raises UploadRefused where the archive is broken, a bomb, lays files elsewhere, or is not what its name says."""
    entries = _entries(file, size)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED or unpacked > max(_SMALL, size * MOST_TIMES):
        raise UploadRefused(
            _("This archive unpacks to far more than it is. We do not take such files.")
        )
    if any(_leads_elsewhere(entry.filename) for entry in entries):
        raise UploadRefused(_("This archive would put files outside of its folder. Pack it again."))
    names = {entry.filename for entry in entries}
    needed = _HOLDS.get(ending, ())
    if not names.issuperset(needed) or (
        "mimetype" in needed and _says(file, entries) != kind.encode()
    ):
        raise UploadRefused(_("This file is not what its name says. Save or export it again."))
    if needed and any("vbaproject" in name.lower() for name in names):
        raise UploadRefused(_("This document carries macros. Save it without them."))


def _entries(file: IO[bytes], size: int) -> list[zipfile.ZipInfo]:
    """What the directory lists. The archive begins and ends with the file: nothing else lies before or behind."""
    broken = UploadRefused(_("This archive is damaged or incomplete. Pack it again."))
    file.seek(max(0, size - _END))
    end = file.read(_END)
    if len(end) < _END or end[:4] != _DIRECTORY_END:
        raise broken
    count, length, at = (
        int.from_bytes(end[10:12], "little"),
        int.from_bytes(end[12:16], "little"),
        int.from_bytes(end[16:20], "little"),
    )
    if count > MOST_ENTRIES:
        raise UploadRefused(_("This archive holds more than %d files.") % MOST_ENTRIES)
    if at + length + _END != size:
        raise broken
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:  # type: ignore[arg-type]
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, UnicodeError) as error:
        raise broken from error
    places = sorted((entry.header_offset, entry.compress_size) for entry in entries)
    if len(entries) > MOST_ENTRIES or (places and places[0][0] != 0):
        raise broken
    for (start, packed), (following, _size) in zip(places, places[1:], strict=False):
        if start + packed > following:  # files that share their bytes: the densest bombs do
            raise broken
    return entries


def _leads_elsewhere(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in name[:2] or "\0" in name


def _says(file: IO[bytes], entries: list[zipfile.ZipInfo]) -> bytes:
    """What the first entry, `mimetype`, holds: stored as it is, right behind its head (OCF 3.3, 4.3)."""
    entry = next(entry for entry in entries if entry.filename == "mimetype")
    if entry.compress_type != zipfile.ZIP_STORED or entry.file_size > 100:
        return b""
    file.seek(0)
    with zipfile.ZipFile(file) as archive:  # type: ignore[arg-type]
        return archive.read(entry).strip()
