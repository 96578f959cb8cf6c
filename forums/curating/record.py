"""The one way in which a curation is written down: the row, what the topic shows of it, and the fact for others."""

from datetime import datetime
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from accounts.models import Member
from events.publishing import publish
from forums.curating import events
from forums.models import Curation, Topic, TopicTimer

Kind = Curation.Kind

DONE: dict[str, type[events.Curated]] = {
    Kind.PIN: events.TopicPinned,
    Kind.CLOSE: events.TopicClosed,
    Kind.ARCHIVE: events.TopicArchived,
    Kind.MOVE: events.TopicMoved,
    Kind.KIND: events.TopicKindChanged,
    Kind.TITLE: events.TopicRetitled,
    Kind.TAGS: events.TopicRetagged,
    Kind.MERGE: events.TopicsMerged,
    Kind.SPLIT: events.TopicSplit,
}
UNDONE: dict[str, type[events.Curated]] = DONE | {
    Kind.PIN: events.TopicUnpinned,
    Kind.CLOSE: events.TopicReopened,
    Kind.ARCHIVE: events.TopicUnarchived,
    Kind.MERGE: events.TopicsUnmerged,
    Kind.SPLIT: events.TopicSplitUndone,
}


def note(
    kind: str,
    *,
    topic: Topic,
    by: Member | None,
    reason: str,
    other: Topic | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    until: datetime | None = None,
) -> Curation:
    """Write the row; the caller holds the topics' locks, changes their columns, and calls `tell_done` at the end."""
    return Curation.objects.create(
        kind=kind, topic=topic, other=other, by=by, reason=reason.strip(), before=before or {},
        after=after or {}, until=until,
    )  # fmt: skip


def tell_done(curation: Curation) -> None:
    _tell(DONE[curation.kind], curation, curation.by_id)


def note_undone(curation: Curation, *, by: Member | None) -> None:
    curation.undone_by, curation.undone_at = by, timezone.now()
    curation.save(update_fields=["undone_by", "undone_at"])
    _tell(UNDONE[curation.kind], curation, by.pk if by else None)


def _tell(fact: type[events.Curated], curation: Curation, by_id: int | None) -> None:
    if curation.kind in Curation.PUBLIC:
        for topic_id in {curation.topic_id, curation.other_id}:
            if topic_id is not None:
                settle_told(topic_id)
    more = {"other_id": curation.other_id} if issubclass(fact, events.OF_TWO) else {}
    publish(fact(topic_id=curation.topic_id, curation_id=curation.pk, by_id=by_id, **more))


def settle_told(topic_id: int) -> None:
    """The topic knows whether there is anything to tell its readers, so that pages ask only then."""
    told = [
        lines_of(topic_id).aggregate(last=Max("at"))["last"],
        TopicTimer.objects.running().filter(topic=topic_id).aggregate(last=Max("set_at"))["last"],
    ]
    last = max((at for at in told if at), default=None)
    Topic.objects.filter(pk=topic_id).update(curated_at=last)


def lines_of(topic_id: int) -> QuerySet[Curation]:
    told = Curation.objects.told_in_the_topic()
    return told.filter(Q(topic=topic_id) | Q(other=topic_id))
