import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models.functions import Now

from governance.models import BallotBox
from governance.secrecy import box, keys, traces

FILLER = "SELECT pg_logical_emit_message(true, 'hearth', repeat('-', 1048576)) FROM generate_series(1, %s)"
SEGMENT_MB = 16
SEGMENTS_A_TURN = 8
PAUSE_SECONDS = 1.0


class TracesLeft(Exception):
    """Something is left, or could not be looked into; its text says what and what to do."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where to look. `copies` is destroyed file by file; the database's own files are left to the database."""

    copies: list[Path]
    database: list[Path]  # its folder, or that of its log; none: it is asked instead


def destroy_traces(
    *, kept: BallotBox, places: Places, seconds: float, told: Callable[[str], None]
) -> dict[str, Any]:
    """Destroy what is left of a counted vote's box in files, and prove it by looking again. Returns what was found.

    Not a transaction: files are no part of one. The note that nothing is left is written last. Raises TracesLeft.
    """
    _demand_closed(kept)
    wanted = traces.needles(kept.proposal_id, kept.uid)
    first = traces.search(places.copies, wanted)
    for path in first.held:
        traces.destroy(path)
        told(f"Destroyed: {path}")
    again = traces.search(places.copies, wanted)
    if again.held or again.sealed:
        raise TracesLeft(_words(again))
    log = _clear_log(kept, places.database, seconds, told)
    found = {
        "looked": first.looked + log["looked"],
        "size": first.size + log["size"],
        "destroyed": [path.name for path in first.held],
        "places": [str(each) for each in (*places.copies, *places.database)],
        "log": log["how"],
        "unseen": sorted(set(kept.backups) - {path.name for path in first.held}),
    }
    if found["unseen"]:
        raise TracesLeft(
            f"Made while the vote ran and not found in any of these places: {', '.join(found['unseen'])}. "
            "Name the folders they went to with --in, or --gone NAME where you destroyed one yourself."
        )
    _note(kept, found)
    return found


def look_for_traces(*, kept: BallotBox, places: Places) -> traces.Findings:
    """The same without changing anything."""
    found = traces.search(places.copies, traces.needles(kept.proposal_id, kept.uid))
    own = traces.search(places.database, traces.wal_needles(kept.uid))
    found.held += own.held
    found.looked += own.looked
    found.size += own.size
    return found


def _demand_closed(kept: BallotBox) -> None:
    if kept.emptied_at is None or box.exists(kept.proposal_id):
        raise TracesLeft("The vote is not counted yet: its ballots are where they belong.")
    if kept.key_destroyed_at is None or keys.has_key(kept.key_name):
        raise TracesLeft(
            "The key of the vote is still there: the beat destroys it after the close."
        )


def _clear_log(
    kept: BallotBox, folders: list[Path], seconds: float, told: Callable[[str], None]
) -> dict[str, Any]:
    """Wait until nothing of the box is left in the database's own files; writing moves its log on."""
    if not folders:
        _demand_log_moved_on(kept)
        return {"looked": 0, "size": 0, "how": "by the word of the database"}
    until, wanted = time.monotonic() + seconds, traces.wal_needles(kept.uid)
    found = whole = traces.search(folders, wanted)
    while True:
        if not found.held:  # neither there, nor anywhere else by now
            whole = traces.search(folders, wanted) if found is not whole else whole
            if not whole.held:
                return {"looked": whole.looked, "size": whole.size, "how": "looked through"}
        if time.monotonic() > until:
            raise TracesLeft(
                f"The database's own files still hold traces: {_names(found.held)}. They go as it goes on writing: "
                "run this again later, or as a superuser run CHECKPOINT first."
            )
        told(f"The database's log holds traces in {len(found.held)} files; moving it on.")
        _move_log_on()
        time.sleep(PAUSE_SECONDS)
        found = traces.search({path.parent for path in whole.held}, wanted)


def _move_log_on() -> None:
    """Some megabytes at a time: what is full enough is put away by a checkpoint, what is put away is written over."""
    for _ in range(SEGMENTS_A_TURN):
        with connection.cursor() as cursor:
            cursor.execute(FILLER, [SEGMENT_MB])
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("CHECKPOINT")
    except DatabaseError:
        return  # not ours to order; the database takes one by itself, by time and by what is written


def _demand_log_moved_on(kept: BallotBox) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT redo_lsn > %s::pg_lsn, current_setting('archive_mode') FROM pg_control_checkpoint()",
            [kept.emptied_lsn],
        )
        moved_on, archives = cursor.fetchone()
    if not moved_on:
        raise TracesLeft(
            "The database may still need its log from before the close: try again later."
        )
    if archives != "off":
        raise TracesLeft(
            "The database archives its log: name the folder of the archive with --in, and the database's own with --database."
        )


def _note(kept: BallotBox, found: dict[str, Any]) -> None:
    BallotBox.objects.filter(pk=kept.pk).update(traces=found, traces_destroyed_at=Now())


def _words(found: traces.Findings) -> str:
    said = []
    if found.held:
        said.append(f"Still there: {_names(found.held)}.")
    if found.sealed:
        said.append(
            f"Cannot be looked into: {_names(found.sealed)}. Unpack them, or destroy what is of the time of the vote."
        )
    return " ".join(said)


def _names(things: Iterable[Any]) -> str:
    names = [str(each) for each in things]
    return ", ".join(names[:10]) + (f" and {len(names) - 10} more" if len(names) > 10 else "")
