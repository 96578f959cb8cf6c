"""How a tag's name, its uses and its synonyms change hands. The callers hold the lock of `tags_are_changed`."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils.text import slugify
from django.utils.translation import gettext as _
from taggit.models import Tag, TaggedItem

from core.rules import NotAllowed
from forums.models import TagFacts, TagSynonym, Topic
from forums.tagging.following import joins
from forums.tagging.queries import description_of

_RENAME = """
UPDATE forums_topic SET tag_names = (
    SELECT array_agg(DISTINCT name ORDER BY name) FROM unnest(array_replace(tag_names, %s::varchar, %s::varchar)) name
) WHERE id = ANY (%s)
"""
_ADD = """
UPDATE forums_topic SET tag_names = (
    SELECT array_agg(DISTINCT name ORDER BY name) FROM unnest(array_append(tag_names, %s::varchar)) name
) WHERE id = ANY (%s)
"""


def taken_apart(tag: Tag, *, into: Tag | None) -> dict[str, Any]:
    """Delete a tag, its uses given to another or to none; returns what puts it together again."""
    uses = _uses(tag)
    topics = sorted(uses.values_list("object_id", flat=True))
    had_both = (
        sorted(_uses(into).filter(object_id__in=topics).values_list("object_id", flat=True))
        if into
        else []
    )
    _lock(topics)
    synonyms = [list(each) for each in tag.synonyms.values_list("name", "slug")]
    if into:
        for join in joins:
            join(tag, into)
        kind = ContentType.objects.get_for_model(Topic)
        rows = [
            TaggedItem(content_type=kind, object_id=pk, tag=into)
            for pk in set(topics) - set(had_both)
        ]
        TaggedItem.objects.bulk_create(rows, batch_size=1000)
        TagSynonym.objects.filter(tag=tag).update(tag=into)
        _run(_RENAME, [tag.name, into.name, topics])
    else:
        _run(
            "UPDATE forums_topic SET tag_names = array_remove(tag_names, %s::varchar) WHERE id = ANY (%s)",
            [tag.name, topics],
        )
    what = {
        "name": tag.name, "slug": tag.slug, "description": description_of(tag), "topics": topics,
        "had_both": had_both, "synonyms": synonyms,
    }  # fmt: skip
    tag.delete()
    return what


def put_together(what: dict[str, Any], *, instead_of: Tag | None) -> Tag:
    """The tag again, on the topics that had it and are still there."""
    tag = Tag.objects.create(name=what["name"], slug=free_slug(what["slug"], None))
    if what["description"]:
        TagFacts.objects.create(tag=tag, description=what["description"])
    for name, slug in what["synonyms"]:
        TagSynonym.objects.filter(name=name, tag=instead_of).update(tag=tag)
        if not Tag.objects.filter(name=name).exists():
            free = {"slug": free_slug(slug, None), "tag": tag}
            TagSynonym.objects.get_or_create(name=name, defaults=free)
    found = Topic.objects.filter(pk__in=what["topics"])
    if instead_of:  # not those that lost the tag since
        found = found.filter(tag_names__contains=[instead_of.name])
    topics = sorted(found.values_list("pk", flat=True))
    _lock(topics)
    kind = ContentType.objects.get_for_model(Topic)
    rows = [TaggedItem(content_type=kind, object_id=pk, tag=tag) for pk in topics]
    TaggedItem.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
    _run(_ADD, [tag.name, topics])
    if instead_of:
        alone = sorted(set(topics) - set(what["had_both"]))
        _uses(instead_of).filter(object_id__in=alone).delete()
        _run(
            "UPDATE forums_topic SET tag_names = array_remove(tag_names, %s::varchar) WHERE id = ANY (%s)",
            [instead_of.name, alone],
        )
    return tag


def put_name(tag: Tag, name: str, slug: str) -> None:
    topics = sorted(_uses(tag).values_list("object_id", flat=True))
    _lock(topics)
    _run(_RENAME, [tag.name, name, topics])
    tag.name, tag.slug = name, slug
    tag.save(update_fields=["name", "slug"])


def _uses(tag: Tag) -> Any:
    kind = ContentType.objects.get_for_model(Topic)
    return TaggedItem.objects.filter(tag=tag, content_type=kind)


def _lock(topics: list[int]) -> None:
    """In the order of their numbers, as everywhere."""
    rows = Topic.objects.select_for_update(no_key=True).filter(pk__in=topics).order_by("pk")
    list(rows.values_list("pk", flat=True))


def _run(statement: str, values: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def demand_free(name: str) -> None:
    if Tag.objects.filter(name=name).exists() or TagSynonym.objects.filter(name=name).exists():
        raise NotAllowed(
            _(
                "“%(name)s” is a tag or a synonym already. To join two tags, add one as a synonym of the other."
            )
            % {"name": name}
        )


def free_slug(name: str, tag: Tag | None) -> str:
    """An address for the name that no other tag or synonym has."""
    base = slug = slugify(name, allow_unicode=True)
    number = 1
    others = Tag.objects.exclude(pk=tag.pk) if tag else Tag.objects.all()
    while others.filter(slug=slug).exists() or TagSynonym.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug
