"""The one way in which topics get tags: taggit's rows and the names that stand on the topic change together."""

from collections.abc import Iterable, Sequence

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from taggit.models import Tag, TaggedItem

from forums.models import TagSynonym, Topic
from forums.tagging.names import normal_names

LOCK = 6_021_985  # any number that no other advisory lock of the house uses


def tags_stand_still() -> None:
    """Until this transaction ends no tag is renamed, merged or deleted."""
    _lock("SELECT pg_advisory_xact_lock_shared(%s)")


def tags_are_changed() -> None:
    """Until this transaction ends this one alone changes tags, and no topic gets any."""
    _lock("SELECT pg_advisory_xact_lock(%s)")


def _lock(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [LOCK])


@transaction.atomic
def set_tags(*, topic: Topic, names: Iterable[str]) -> list[str]:
    """Give a topic these tags and no others, new ones where there are none of such a name. Returns their names as kept.

    A synonym gives the tag that it stands for. Who may use which tag is asked before. The caller holds the
    topic's row, or has just made it.
    """
    return set_tags_of_many(topics=[topic], names=[names])[0]


@transaction.atomic
def set_tags_of_many(*, topics: Sequence[Topic], names: Sequence[Iterable[str]]) -> list[list[str]]:
    """The same for many topics, in a fixed number of statements besides one for each tag that is new."""
    wanted = [normal_names(each) for each in names]
    every = {name for each in wanted for name in each}
    if every:
        tags_stand_still()
    tags = _tags(every)
    kind = ContentType.objects.get_for_model(Topic)
    rows, changed = [], []
    for topic, own in zip(topics, wanted, strict=True):
        given = {tags[name] for name in own}
        rows += [TaggedItem(content_type=kind, object_id=topic.pk, tag=tag) for tag in given]
        kept = sorted(tag.name for tag in given)
        if kept != topic.tag_names:
            topic.tag_names = kept
            changed.append(topic)
    _untag([topic.pk for topic in topics], kind)
    TaggedItem.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
    Topic.objects.bulk_update(changed, ["tag_names"], batch_size=500)
    return [topic.tag_names for topic in topics]


def kept_names(names: Iterable[str]) -> list[str]:
    """As the names would stand on a topic: synonyms give the name they stand for."""
    written = normal_names(names)
    synonyms = TagSynonym.objects.filter(name__in=written).values_list("name", "tag__name")
    meant = dict(synonyms)
    return sorted({meant.get(name, name) for name in written})


def _untag(topic_ids: list[int], kind: ContentType) -> None:
    TaggedItem.objects.filter(content_type=kind, object_id__in=topic_ids).delete()


def _tags(names: set[str]) -> dict[str, Tag]:
    """The tag of each name: its own, the one that it is a synonym of, or a new one."""
    if not names:
        return {}
    found = {tag.name: tag for tag in Tag.objects.filter(name__in=names)}
    synonyms = TagSynonym.objects.filter(name__in=names - found.keys()).select_related("tag")
    found |= {each.name: each.tag for each in synonyms}
    for name in sorted(names - found.keys()):
        found[name] = Tag.objects.get_or_create(name=name)[0]
    return found
