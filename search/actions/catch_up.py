import time
from collections import defaultdict

from search import engine
from search.actions.reindex import reindex

BATCH = 100


def catch_up(*, seconds: float = 20.0) -> int:
    """Read again what was read in an older way, or before its space changed its language; returns how many things.

    Each batch commits on its own; what is left after `seconds` waits for the next time.
    """
    until, done = time.monotonic() + seconds, 0
    while time.monotonic() < until and (waiting := engine.outdated(BATCH)):
        by_kind: dict[str, list[int]] = defaultdict(list)
        for kind, object_id in waiting:
            by_kind[kind].append(object_id)
        for kind, ids in by_kind.items():
            reindex(kind=kind, ids=ids)
        done += len(waiting)
    return done
