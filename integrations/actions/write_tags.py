from collections.abc import Sequence

from django.contrib.contenttypes.models import ContentType
from taggit.models import Tag, TaggedItem

from forums.models import Topic


def write_tags(*, topics: Sequence[Topic], names: Sequence[tuple[str, ...]]) -> None:
    """Tag new topics, all at once. Tags that are new are made one by one: they are few, and find their slug."""
    wanted = {name for each in names for name in each}
    tags = {tag.name: tag for tag in Tag.objects.filter(name__in=wanted)}
    for name in sorted(wanted - tags.keys()):
        tags[name] = Tag.objects.create(name=name)
    kind = ContentType.objects.get_for_model(Topic)
    TaggedItem.objects.bulk_create(
        TaggedItem(content_type=kind, object_id=topic.pk, tag=tags[name])
        for topic, own in zip(topics, names, strict=True)
        for name in own
    )
