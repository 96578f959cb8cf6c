"""Tags are described, renamed, joined and deleted by their keepers: each a record that says who and why, undone by one act.

All but describing run alone (`tags_are_changed`), so that no topic gets a tag meanwhile, and change the names
that stand on topics in the same transaction.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from taggit.models import Tag, TaggedItem

from accounts.models import Member
from core.rules import NotAllowed, demand
from events.publishing import publish
from forums.events import TagChanged
from forums.models import TagChange, TagFacts, TagSynonym, Topic
from forums.tagging.following import followings, joins
from forums.tagging.names import normal
from forums.tagging.queries import description_of
from forums.tagging.rules import may_keep_tags
from forums.tagging.setting import tags_are_changed

Kind = TagChange.Kind

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


@transaction.atomic
def describe_tag(*, by: Member, tag: Tag, description: str, reason: str = "") -> TagChange | None:
    """Say what a tag is for; None where that is said already."""
    demand(may_keep_tags(by))
    before, description = description_of(tag), description.strip()
    if before == description:
        return None
    TagFacts.objects.update_or_create(tag=tag, defaults={"description": description})
    return _note(
        Kind.DESCRIBED, tag, by, reason, {"description": before}, {"description": description}
    )


@transaction.atomic
def rename_tag(*, by: Member, tag: Tag, name: str, reason: str = "") -> TagChange | None:
    """Give a tag another name; the old one becomes a synonym, so that words and addresses go on leading to it."""
    tag, written = _alone(by, tag), _written(name)
    if written == tag.name:
        return None
    own = TagSynonym.objects.filter(name=written, tag=tag)
    if not own.exists():
        _demand_free(written)
    own.delete()
    before = {"name": tag.name, "slug": tag.slug}
    _put_name(tag, written, _free_slug(written, tag))
    TagSynonym.objects.create(name=before["name"], slug=_free_slug(before["slug"], tag), tag=tag)
    return _note(Kind.RENAMED, tag, by, reason, before, {"name": tag.name, "slug": tag.slug})


@transaction.atomic
def add_synonym(*, by: Member, tag: Tag, name: str, reason: str = "") -> TagChange:
    """Let a word give this tag. Where the word is a tag itself, what has it gets this one instead, and it goes."""
    tag, written = _alone(by, tag), _written(name)
    if written == tag.name or TagSynonym.objects.filter(name=written).exists():
        raise NotAllowed(_("“%(name)s” is taken already.") % {"name": written})
    other = Tag.objects.filter(name=written).select_related("facts").first()
    before = {"joined": _taken_apart(other, into=tag)} if other else {}
    TagSynonym.objects.create(name=written, slug=_free_slug(written, tag), tag=tag)
    return _note(Kind.SYNONYM, tag, by, reason, before, {"name": written})


@transaction.atomic
def remove_synonym(*, by: Member, synonym: TagSynonym, reason: str = "") -> TagChange:
    """Let a word be a tag of its own again, for whoever writes it next."""
    tag = _alone(by, synonym.tag)
    before = {"name": synonym.name, "slug": synonym.slug}
    synonym.delete()
    return _note(Kind.NO_SYNONYM, tag, by, reason, before, {})


@transaction.atomic
def delete_tag(*, by: Member, tag: Tag, reason: str) -> TagChange:
    """Take a tag off everything that has it. Undoing puts it back."""
    tag = _alone(by, tag)
    name = tag.name
    change = _note(Kind.DELETED, tag, by, reason, {}, {})
    followers = {member for each in followings for member in each.members(tag)}
    change.before = {"joined": _taken_apart(tag, into=None), "followers": sorted(followers)}
    change.tag, change.name = None, name
    change.save(update_fields=["before", "tag", "name"])
    return change


@transaction.atomic
def undo_tag_change(*, by: Member, change: TagChange) -> TagChange:
    """Bring back what was before, as far as it still stands as the change left it."""
    demand(may_keep_tags(by))
    tags_are_changed()
    change = (
        TagChange.objects.select_for_update(of=("self",)).select_related("tag").get(pk=change.pk)
    )
    if change.undone_at:
        return change
    if change.tag is None and change.kind != Kind.DELETED:
        raise NotAllowed(_("The tag is gone since. Undo that first."))
    _UNDO[change.kind](change)
    change.undone_by, change.undone_at = by, timezone.now()
    change.save(update_fields=["undone_by", "undone_at", "tag"])
    publish(TagChanged(change_id=change.pk))
    return change


def _undo_described(change: TagChange) -> None:
    facts = TagFacts.objects.filter(tag=change.tag, **change.after)
    if not facts.update(**change.before):
        raise _changed_since()


def _undo_renamed(change: TagChange) -> None:
    tag = _present(change)
    if tag.name != change.after["name"]:
        raise _changed_since()
    TagSynonym.objects.filter(name=change.before["name"], tag=tag).delete()
    _demand_free(change.before["name"])
    _put_name(tag, change.before["name"], _free_slug(change.before["slug"], tag))


def _undo_synonym(change: TagChange) -> None:
    tag = _present(change)
    deleted, _rows = TagSynonym.objects.filter(name=change.after["name"], tag=tag).delete()
    if not deleted:
        raise _changed_since()
    if joined := change.before.get("joined"):
        _put_together(joined, instead_of=tag)


def _undo_no_synonym(change: TagChange) -> None:
    _demand_free(change.before["name"])
    tag = _present(change)
    slug = _free_slug(change.before["slug"], tag)
    TagSynonym.objects.create(name=change.before["name"], slug=slug, tag=tag)


def _undo_deleted(change: TagChange) -> None:
    _demand_free(change.before["joined"]["name"])
    change.tag = tag = _put_together(change.before["joined"], instead_of=None)
    for each in followings:
        each.again(tag, change.before.get("followers", []))


_UNDO: dict[str, Callable[[TagChange], None]] = {
    Kind.DESCRIBED: _undo_described,
    Kind.RENAMED: _undo_renamed,
    Kind.SYNONYM: _undo_synonym,
    Kind.NO_SYNONYM: _undo_no_synonym,
    Kind.DELETED: _undo_deleted,
}


def _taken_apart(tag: Tag, *, into: Tag | None) -> dict[str, Any]:
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


def _put_together(what: dict[str, Any], *, instead_of: Tag | None) -> Tag:
    """The tag again, on the topics that had it and are still there."""
    tag = Tag.objects.create(name=what["name"], slug=_free_slug(what["slug"], None))
    if what["description"]:
        TagFacts.objects.create(tag=tag, description=what["description"])
    for name, slug in what["synonyms"]:
        TagSynonym.objects.filter(name=name, tag=instead_of).update(tag=tag)
        if not Tag.objects.filter(name=name).exists():
            free = {"slug": _free_slug(slug, None), "tag": tag}
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


def _put_name(tag: Tag, name: str, slug: str) -> None:
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


def _alone(by: Member, tag: Tag) -> Tag:
    demand(may_keep_tags(by))
    tags_are_changed()
    return Tag.objects.select_related("facts").get(pk=tag.pk)


def _written(name: str) -> str:
    if written := normal(name):
        return written
    raise NotAllowed(_("A tag needs a letter or a digit."))


def _demand_free(name: str) -> None:
    if Tag.objects.filter(name=name).exists() or TagSynonym.objects.filter(name=name).exists():
        raise NotAllowed(
            _(
                "“%(name)s” is a tag or a synonym already. To join two tags, add one as a synonym of the other."
            )
            % {"name": name}
        )


def _free_slug(name: str, tag: Tag | None) -> str:
    """An address for the name that no other tag or synonym has."""
    base = slug = slugify(name, allow_unicode=True)
    number = 1
    others = Tag.objects.exclude(pk=tag.pk) if tag else Tag.objects.all()
    while others.filter(slug=slug).exists() or TagSynonym.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


def _present(change: TagChange) -> Tag:
    if change.tag is None:
        raise _changed_since()
    return change.tag


def _changed_since() -> NotAllowed:
    return NotAllowed(_("It was changed again since. Undo the later change first."))


def _note(
    kind: str, tag: Tag, by: Member, reason: str, before: dict[str, Any], after: dict[str, Any]
) -> TagChange:
    change = TagChange.objects.create(
        kind=kind, tag=tag, name=tag.name, by=by, reason=reason.strip(), before=before, after=after
    )
    publish(TagChanged(change_id=change.pk))
    return change
