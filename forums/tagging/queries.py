"""Which tags a person sees, and how often: by the topics they see, so that no tag tells of what is closed to them."""

from collections import Counter
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from taggit.models import Tag, TaggedItem

from accounts.models import Viewer
from forums.models import Board, TagChange, TagSynonym, Topic
from forums.tagging.counting import counts_by_board


@dataclass(frozen=True, slots=True)
class CountedTag:
    tag: Tag
    topics: int


def tagged(viewer: Viewer, name: str) -> QuerySet[Topic]:
    """Topics with the tag."""
    return Topic.objects.visible_to(viewer).filter(tag_names__contains=[name])


def is_seen(viewer: Viewer, tag: Tag) -> bool:
    """A tag is there for those who see it used, and for everybody once it was described."""
    return bool(description_of(tag)) or tagged(viewer, tag.name).exists()


def seen_among(viewer: Viewer, names: list[str]) -> set[str]:
    """Those of the names that are tags, or words for one, which this person sees. One query and one for each tag."""
    tags = {tag.name: tag for tag in Tag.objects.filter(name__in=names).select_related("facts")}
    synonyms = TagSynonym.objects.filter(name__in=names).select_related("tag__facts")
    tags |= {each.name: each.tag for each in synonyms}
    return {name for name, tag in tags.items() if is_seen(viewer, tag)}


def description_of(tag: Tag) -> str:
    facts = getattr(tag, "facts", None)
    return facts.description if facts else ""


def counted_tags(viewer: Viewer, *, starting: str = "", most: int = 300) -> list[CountedTag]:
    """The tags of the topics this person sees, the most used first. Three queries."""
    by_board, counts = counts_by_board(), Counter[str]()
    for board in Board.objects.visible_to(viewer).order_by().values_list("pk", flat=True):
        counts.update(by_board.get(board, {}))
    tags = Tag.objects.filter(Q(name__in=counts) | Q(facts__description__gt=""))
    if starting:
        tags = tags.filter(Q(name__startswith=starting) | Q(synonyms__name__startswith=starting))
    found = {
        tag.pk: CountedTag(tag, counts.get(tag.name, 0)) for tag in tags.select_related("facts")
    }
    return sorted(found.values(), key=lambda each: (-each.topics, each.tag.name))[:most]


def topics_touched_by(change_id: int) -> list[int]:
    """The topics whose tags read otherwise since a change: those of the tag, and those of one it took in or lost."""
    change = TagChange.objects.filter(pk=change_id).first()
    if change is None or change.kind == TagChange.Kind.DESCRIBED:
        return []
    kind = ContentType.objects.get_for_model(Topic)
    uses = TaggedItem.objects.filter(content_type=kind, tag=change.tag_id)
    joined = change.before.get("joined", {}).get("topics", [])
    return sorted({*uses.values_list("object_id", flat=True), *joined})
