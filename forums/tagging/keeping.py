"""Tags are described, renamed, joined and deleted by their keepers: each a record that says who and why, undone by one act.

All but describing run alone (`tags_are_changed`), so that no topic gets a tag meanwhile, and change the names
that stand on topics in the same transaction.
"""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from taggit.models import Tag

from accounts.models import Member
from core.rules import NotAllowed, demand
from events.publishing import publish
from forums.events import TagChanged
from forums.models import TagChange, TagFacts, TagSynonym
from forums.tagging.following import followings
from forums.tagging.joining import demand_free, free_slug, put_name, taken_apart
from forums.tagging.names import normal
from forums.tagging.queries import description_of
from forums.tagging.rules import may_keep_tags
from forums.tagging.setting import tags_are_changed

Kind = TagChange.Kind


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
        demand_free(written)
    own.delete()
    before = {"name": tag.name, "slug": tag.slug}
    put_name(tag, written, free_slug(written, tag))
    TagSynonym.objects.create(name=before["name"], slug=free_slug(before["slug"], tag), tag=tag)
    return _note(Kind.RENAMED, tag, by, reason, before, {"name": tag.name, "slug": tag.slug})


@transaction.atomic
def add_synonym(*, by: Member, tag: Tag, name: str, reason: str = "") -> TagChange:
    """Let a word give this tag. Where the word is a tag itself, what has it gets this one instead, and it goes."""
    tag, written = _alone(by, tag), _written(name)
    if written == tag.name or TagSynonym.objects.filter(name=written).exists():
        raise NotAllowed(_("“%(name)s” is taken already.") % {"name": written})
    other = Tag.objects.filter(name=written).select_related("facts").first()
    before = {"joined": taken_apart(other, into=tag)} if other else {}
    TagSynonym.objects.create(name=written, slug=free_slug(written, tag), tag=tag)
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
    change.before = {"joined": taken_apart(tag, into=None), "followers": sorted(followers)}
    change.tag, change.name = None, name
    change.save(update_fields=["before", "tag", "name"])
    return change


@transaction.atomic
def settle_tags() -> int:
    """Write the tags of former times as tags are written now, and join those that then are the same; how many.

    Nobody's act, so that nobody is named; what is written right already stays, so that it may run again.
    """
    tags_are_changed()
    settled = 0
    for tag in Tag.objects.order_by("pk"):
        name, former = normal(tag.name), {"name": tag.name, "slug": tag.slug}
        if name in ("", tag.name):
            continue
        if (other := _meant_by(name)) is None:
            put_name(tag, name, tag.slug)
            _note(Kind.RENAMED, tag, None, _why(), former, {"name": name, "slug": tag.slug})
        else:
            before = {"joined": taken_apart(tag, into=other)}
            # Its address goes on leading there.
            TagSynonym.objects.get_or_create(name=tag.name, defaults=former | {"tag": other})
            _note(Kind.SYNONYM, other, None, _why(), before, {"name": former["name"]})
        settled += 1
    return settled


def _meant_by(name: str) -> Tag | None:
    synonym = TagSynonym.objects.filter(name=name).select_related("tag").first()
    return Tag.objects.filter(name=name).first() or (synonym.tag if synonym else None)


def _why() -> str:
    return _("Tags are written in lower case.")


def _alone(by: Member, tag: Tag) -> Tag:
    demand(may_keep_tags(by))
    tags_are_changed()
    return Tag.objects.select_related("facts").get(pk=tag.pk)


def _written(name: str) -> str:
    if written := normal(name):
        return written
    raise NotAllowed(_("A tag needs a letter or a digit."))


def _note(
    kind: str,
    tag: Tag,
    by: Member | None,
    reason: str,
    before: dict[str, Any],
    after: dict[str, Any],
) -> TagChange:
    change = TagChange.objects.create(
        kind=kind, tag=tag, name=tag.name, by=by, reason=reason.strip(), before=before, after=after
    )
    publish(TagChanged(change_id=change.pk))
    return change
