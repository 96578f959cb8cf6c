"""Which entries a person may find. Every query of the engine starts here."""

from collections import defaultdict

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Viewer
from events.models import Delivery, Event
from forums.models.privacy import topic_open_to
from search.models import SearchEntry
from search.registry import sources
from spaces.models import Space


def visible_to(
    viewer: Viewer,
    *,
    space_id: int | None = None,
    kinds: tuple[str, ...] = (),
    solved_only: bool = False,
) -> QuerySet[SearchEntry]:
    """One query, the rest of it lazy: things withdrawn a moment ago are asked for here and now."""
    entries = SearchEntry.objects.filter(
        Q(space=None) | Q(space__in=Space.objects.visible_to(viewer).order_by().values("pk")),
        ~Q(kind="topic") | Q(topic_open_to(viewer, "object_id")),
    )
    for kind, ids in _withdrawn().items():
        entries = entries.exclude(kind=kind, object_id__in=ids)
    if space_id is not None:
        entries = entries.filter(space=space_id)
    if kinds:
        entries = entries.filter(kind__in=kinds)
    if solved_only:
        entries = entries.filter(is_solved=True)
    return entries


def _withdrawn() -> dict[str, set[int]]:
    """Things by kind that a committed fact has taken away while the index does not know it yet."""
    names = {
        fact: (source.kind, name)
        for source in sources()
        for fact, name in source.taken_away.items()
    }
    subscribers = [source.subscriber for source in sources()]
    ours = Delivery.objects.filter(event=OuterRef("pk"), subscriber__in=subscribers)
    unsettled = Event.objects.unsettled().filter(kind__in=names)
    undone = unsettled.exclude(Exists(ours.filter(finished_at__isnull=False)))
    parked = Delivery.objects.parked().filter(subscriber__in=subscribers, event__kind__in=names)
    found: dict[str, set[int]] = defaultdict(set)
    for fact, facts in undone.values_list("kind", "facts").union(
        parked.values_list("event__kind", "event__facts"), all=True
    ):
        kind, name = names[fact]
        found[kind].add(facts[name])
    return found
