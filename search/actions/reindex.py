from collections.abc import Sequence

from django.db import transaction

from search import engine
from search.registry import source_of


@transaction.atomic
def reindex(*, kind: str, ids: Sequence[int]) -> int:
    """Bring the index in line with what these things are now; returns how many may be found.

    Locked one against another, so that whoever read last writes last, whatever the order of events.
    """
    engine.lock(kind, ids)
    found = source_of(kind).documents(ids)
    engine.put(found)
    gone = set(ids) - {each.object_id for each in found}
    engine.remove(kind, *gone)
    return len(found)
