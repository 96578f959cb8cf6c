"""The ZIP of all that is known about a member: a page to read, and for each section a JSON and a CSV, and the files.

It is written to disk as it is read, row by row: what it takes of memory does not grow with a member's life.
"""

import csv
import io
import json
import shutil
import tempfile
from collections.abc import Callable, Iterable
from typing import IO, Any, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import Member
from accounts.privacy.belongings import Section, files_of, sections
from core.cells import safe

Beat = Callable[[int], None]


def parts_of(member: Member) -> int:
    """How many rows and files a copy has now."""
    return sum(section.rows(member).count() for section in sections()) + sum(
        1 for _ in files_of(member)
    )


def write_copy(member: Member, target: IO[bytes], *, beat: Beat) -> None:
    """Write the archive; `beat(parts)` is called as it goes, with what is done so far."""
    done, contents = 0, []
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for section in sections():
            count = _write_section(archive, section, member, beat, done)
            done += count
            if count:
                contents.append((section, count))
        for number, file in enumerate(files_of(member), start=1):
            entry = _entry(f"files/{file.name}", ZIP_STORED)  # pictures are packed already
            with default_storage.open(file.stored_as) as source, archive.open(entry, "w") as copy:
                shutil.copyfileobj(source, copy)
            beat(done + number)
        context = {"member": member, "contents": contents, "now": timezone.now()}
        archive.writestr("index.html", render_to_string("accounts/export/index.html", context))


def _write_section(
    archive: ZipFile, section: Section, member: Member, beat: Beat, before: int
) -> int:
    """The rows as JSON, and the same rows as CSV; one without rows has no files. Returns how many rows."""
    count = 0
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as table:
        writer = csv.writer(table)
        writer.writerow(section.columns)
        rows = section.values(member)
        first = next(rows, None)
        if first is None:
            return 0
        with archive.open(_entry(f"{section.key}.json"), "w", force_zip64=True) as binary:
            text = io.TextIOWrapper(binary, encoding="utf-8")
            text.write(
                f'{{"title": {_json(str(section.title))}, "source": {_json(str(section.source))}, "rows": ['
            )
            for row in _all(first, rows):
                text.write(("," if count else "") + "\n" + _json(row))
                writer.writerow([_cell(value) for value in row.values()])
                count += 1
                if count % 200 == 0:
                    beat(before + count)
            text.write("\n]}\n")
            text.flush()
            text.detach()
        table.seek(0)
        with archive.open(_entry(f"{section.key}.csv"), "w", force_zip64=True) as binary:
            binary.write("\ufeff".encode())
            shutil.copyfileobj(cast("IO[bytes]", table.buffer), binary)
    beat(before + count)
    return count


def _entry(name: str, packing: int = ZIP_DEFLATED) -> ZipInfo:
    entry = ZipInfo(name, timezone.now().timetuple()[:6])
    entry.compress_type = packing
    return entry


def _all(first: dict[str, Any], rest: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    yield first
    yield from rest


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)


def _cell(value: Any) -> object:
    """What a spreadsheet shows of a value: lists and maps as JSON, and nothing that it would run."""
    if isinstance(value, dict | list):
        value = _json(value)
    elif value is not None and not isinstance(value, str | int | float):
        value = str(value)
    return safe(value)
