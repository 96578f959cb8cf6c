"""Move, retitle, retag, change the kind: what has a value before and another after."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Member
from core.lines import one_line
from core.rules import NotAllowed, demand
from forums.actions.kinds.noise import spend_noise
from forums.actions.locking import lock_topics
from forums.actions.open_topic import slug_of
from forums.curating.record import note, note_undone, tell_done
from forums.curating.rules import may_change_kind, may_curate, may_move
from forums.curating.solutions import keep_solutions_off, let_solutions_hold
from forums.models import Board, Curation, Topic
from forums.rules import COMPANY_KINDS
from forums.tagging.rules import may_tag
from forums.tagging.setting import kept_names, set_tags

Kind = Curation.Kind


@transaction.atomic
def move_topic(*, by: Member, topic: Topic, board: Board, reason: str) -> Curation:
    """Put a topic on another board, of this space or another. Raises NotAllowed unless one keeps both in order."""
    (topic,) = lock_topics(topic.pk)
    demand(may_move(by, topic, board))
    curation = note(
        Kind.MOVE, topic=topic, by=by, reason=reason, before=_place(topic),
        after={"board": board.pk, "space": board.space_id},
    )  # fmt: skip
    _put(topic, curation.after)
    tell_done(curation)
    return curation


@transaction.atomic
def retitle_topic(*, by: Member, topic: Topic, title: str, reason: str = "") -> Curation | None:
    """Give a topic another title, and its address the new words; old addresses lead to it. None: it said so already."""
    (topic,) = lock_topics(topic.pk)
    demand(may_curate(by, topic, Kind.TITLE))
    title = one_line(title)
    if title == topic.title:
        return None
    before, after = {"title": topic.title}, {"title": title}
    curation = note(Kind.TITLE, topic=topic, by=by, reason=reason, before=before, after=after)
    _put(topic, after)
    tell_done(curation)
    return curation


@transaction.atomic
def retag_topic(
    *, by: Member, topic: Topic, tags: Sequence[str], reason: str = ""
) -> Curation | None:
    """Give a topic these tags instead of those it has; None where it has them already."""
    (topic,) = lock_topics(topic.pk)
    demand(may_curate(by, topic, Kind.TAGS))
    demand(may_tag(by, list(tags)))
    before, after = {"tags": sorted(topic.tag_names)}, {"tags": kept_names(tags)}
    if before == after:
        return None
    curation = note(Kind.TAGS, topic=topic, by=by, reason=reason, before=before, after=after)
    _put(topic, after)
    tell_done(curation)
    return curation


@transaction.atomic
def change_kind(*, by: Member, topic: Topic, kind: str, reason: str = "") -> Curation | None:
    """Make a question a discussion, and so on; marks of a solution wait until it is a question again."""
    (topic,) = lock_topics(topic.pk)
    demand(may_change_kind(by, topic, kind))
    if kind == topic.kind:
        return None
    if kind in COMPANY_KINDS:
        spend_noise(by=by, topic=topic, reason=reason)
    before: dict[str, Any] = {"kind": topic.kind}
    if topic.is_question:
        before["solutions"] = keep_solutions_off(topic)
    curation = note(
        Kind.KIND, topic=topic, by=by, reason=reason, before=before, after={"kind": kind}
    )
    _put(topic, curation.after)
    tell_done(curation)
    return curation


def change_back(curation: Curation, topic: Topic, *, by: Member | None) -> None:
    """Undo one of these, inside an action that holds the topic's lock, while what it changed still stands."""
    if not _still_stands(curation, topic):
        raise NotAllowed(_("It was changed again since. Undo the later change first."))
    gone = "board" in curation.before and not Board.objects.filter(pk=curation.before["board"])
    if gone or not curation.before:
        raise NotAllowed(_("What was before is gone, so that this cannot be undone."))
    _put(topic, curation.before)
    if topic.is_question:
        let_solutions_hold(curation.before.get("solutions", []), topic)
    note_undone(curation, by=by)


def _still_stands(curation: Curation, topic: Topic) -> bool:
    now = {
        Kind.MOVE: _place(topic),
        Kind.TITLE: {"title": topic.title},
        Kind.TAGS: {"tags": sorted(topic.tag_names)},
        Kind.KIND: {"kind": topic.kind},
    }[Kind(curation.kind)]
    return now == curation.after


def _place(topic: Topic) -> dict[str, Any]:
    return {"board": topic.board_id, "space": topic.space_id}


def _put(topic: Topic, what: dict[str, Any]) -> None:
    """Write what a curation says into the topic's columns."""
    if "board" in what:
        topic.board_id, topic.space_id = what["board"], what["space"]
    if "title" in what:
        topic.title, topic.slug = what["title"], slug_of(what["title"])
    if "kind" in what:
        topic.kind = what["kind"]
    if "tags" in what:
        set_tags(topic=topic, names=what["tags"])
    topic.save(update_fields=["board", "space", "title", "slug", "kind", "tag_names"])
