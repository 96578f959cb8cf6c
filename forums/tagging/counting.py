"""How many visible topics of each board have each tag: the same for everybody, so that a large house counts once a minute.

Which boards somebody may see is asked of each reader. A house of few topics counts whenever it is asked.
"""

import json
import logging
from collections import defaultdict

import redis
from django.db.models import Count, F, Func

from core.valkey import valkey
from forums.models import State, Topic

log = logging.getLogger(__name__)

Counts = dict[int, dict[str, int]]
KEPT, KEPT_SECONDS = "tag-counts", 60
MANY = 20_000  # topics with tags, from which on the counts are kept
TIMEOUT_SECONDS = 0.2


def counts_by_board() -> Counts:
    """Board -> name of the tag -> topics."""
    return _kept() or _counted()


def forget_counts() -> None:
    """Something went out of sight, and its tags with it."""
    try:
        valkey(TIMEOUT_SECONDS).delete(KEPT)
    except (redis.RedisError, OSError) as error:
        log.warning("Valkey is away, counts of tags are up to a minute old: %s", error)


def _counted() -> Counts:
    names = (
        Topic.objects.filter(state=State.VISIBLE)
        .exclude(tag_names=[])
        .annotate(name=Func(F("tag_names"), function="unnest"))
        .order_by()
        .values_list("board", "name")
        .annotate(topics=Count("pk"))
    )
    counts: Counts = defaultdict(dict)
    for board, name, topics in names:
        counts[board][name] = topics
    if sum(sum(each.values()) for each in counts.values()) >= MANY:
        _keep(counts)
    return counts


def _kept() -> Counts | None:
    try:
        kept = valkey(TIMEOUT_SECONDS).get(KEPT)
    except (redis.RedisError, OSError):
        return None
    return {int(board): names for board, names in json.loads(kept).items()} if kept else None


def _keep(counts: Counts) -> None:
    try:
        valkey(TIMEOUT_SECONDS).set(KEPT, json.dumps(counts), ex=KEPT_SECONDS)
    except (redis.RedisError, OSError) as error:
        log.warning("Valkey is away, counts of tags are not kept: %s", error)
