"""Taking back what keepers did to tags, as far as it still stands as they left it."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from taggit.models import Tag

from accounts.models import Member
from core.rules import NotAllowed, demand
from events.publishing import publish
from forums.events import TagChanged
from forums.models import TagChange, TagFacts, TagSynonym
from forums.tagging.following import followings
from forums.tagging.joining import demand_free, free_slug, put_name, put_together
from forums.tagging.rules import may_keep_tags
from forums.tagging.setting import tags_are_changed

Kind = TagChange.Kind


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
    demand_free(change.before["name"])
    put_name(tag, change.before["name"], free_slug(change.before["slug"], tag))


def _undo_synonym(change: TagChange) -> None:
    tag = _present(change)
    deleted, _rows = TagSynonym.objects.filter(name=change.after["name"], tag=tag).delete()
    if not deleted:
        raise _changed_since()
    if joined := change.before.get("joined"):
        put_together(joined, instead_of=tag)


def _undo_no_synonym(change: TagChange) -> None:
    demand_free(change.before["name"])
    tag = _present(change)
    slug = free_slug(change.before["slug"], tag)
    TagSynonym.objects.create(name=change.before["name"], slug=slug, tag=tag)


def _undo_deleted(change: TagChange) -> None:
    demand_free(change.before["joined"]["name"])
    change.tag = tag = put_together(change.before["joined"], instead_of=None)
    for each in followings:
        each.again(tag, change.before.get("followers", []))


_UNDO: dict[str, Callable[[TagChange], None]] = {
    Kind.DESCRIBED: _undo_described,
    Kind.RENAMED: _undo_renamed,
    Kind.SYNONYM: _undo_synonym,
    Kind.NO_SYNONYM: _undo_no_synonym,
    Kind.DELETED: _undo_deleted,
}


def _present(change: TagChange) -> Tag:
    if change.tag is None:
        raise _changed_since()
    return change.tag


def _changed_since() -> NotAllowed:
    return NotAllowed(_("It was changed again since. Undo the later change first."))
