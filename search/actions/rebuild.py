from collections.abc import Callable
from itertools import islice

from search import engine
from search.actions.reindex import reindex
from search.registry import sources

BATCH = 200


def rebuild(*, kind: str = "", told: Callable[[str, int], None] = lambda kind, done: None) -> int:
    """Read everything afresh and take out what is no more; returns how many things may be found.

    Safe while the site runs: each batch commits on its own, and searches go on meanwhile.
    `told(kind, done)` is called after each batch.
    """
    findable = 0
    for source in sources():
        if kind and source.kind != kind:
            continue
        known: set[int] = set()
        ids = source.ids()
        while batch := list(islice(ids, BATCH)):
            findable += reindex(kind=source.kind, ids=batch)
            known.update(batch)
            told(source.kind, len(known))
        engine.remove(source.kind, *engine.missing_from(source.kind, known))
    return findable
