"""The first pass: every row is read and checked, and nothing is written that outlives the connection."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from integrations import scratch
from integrations.models import ImportSource
from integrations.stackexchange.reading import DumpRefused, read_rows
from integrations.stackexchange.rows import (
    ANSWER,
    OTHER_KINDS,
    QUESTION,
    DumpPost,
    read_person,
    read_post,
)

TELL_EVERY = 5_000
MOST_NAMED = 20


@dataclass(slots=True)
class Findings:
    """What is in the dump, and what of it will be left out."""

    file_hash: str = ""
    questions: int = 0
    answers: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    named: list[str] = field(default_factory=list)


@transaction.atomic
def check_dump(
    *,
    folder: Path,
    site: str,
    told: Callable[[str, int, int], None] = lambda stage, done, of: None,
) -> Findings:
    """Check Posts.xml, and Users.xml where present. Raises DumpRefused with the row and what is wrong."""
    posts, users = folder / "Posts.xml", folder / "Users.xml"
    if not posts.is_file():
        raise DumpRefused(_("There is no Posts.xml in %(folder)s.") % {"folder": folder})
    scratch.open_tables()
    digest = hashlib.sha256()
    size = posts.stat().st_size
    done = 0

    def seen(chunk: bytes) -> None:
        nonlocal done
        digest.update(chunk)
        done += len(chunk)

    def checked() -> Iterator[DumpPost]:
        for row in read_rows(posts, "posts", seen=seen):
            if row.number % TELL_EVERY == 0:
                told("check", done, size)
            yield read_post(row)

    scratch.keep_rows(checked())
    _demand_once("Posts.xml", "dump_rows")
    if users.is_file():
        digest.update(b"\0")
        scratch.keep_people(
            read_person(row) for row in read_rows(users, "users", seen=digest.update)
        )
        _demand_once("Users.xml", "dump_people")
    return _findings(digest.hexdigest(), site)


def _demand_once(file: str, table: str) -> None:
    if (id := scratch.twice(table)) is not None:
        raise DumpRefused(_("%(file)s: two rows have the Id %(id)s.") % {"file": file, "id": id})


def _findings(file_hash: str, site: str) -> Findings:
    kinds = scratch.kinds()
    source = ImportSource.objects.filter(site=site).first()
    source_id = source.pk if source else None
    found = Findings(file_hash, kinds.pop(QUESTION, 0), kinds.pop(ANSWER, 0))
    for kind, count in kinds.items():
        found.left_out[OTHER_KINDS.get(kind, f"rows of kind {kind}")] = count
    strays = {
        "answers without their question": scratch.orphans(source_id),
        "accepted answers that are not there": scratch.lost_solutions(source_id),
    }
    for name, rows in strays.items():
        listed = list(islice(rows, MOST_NAMED))
        found.named += [
            f"{name}: row {each.row} (Id {each.id}) points to {each.to}" for each in listed
        ]
        count = len(listed) + sum(1 for _each in rows)
        if count:
            found.left_out[name] = count
    found.answers -= found.left_out.get("answers without their question", 0)
    return found
