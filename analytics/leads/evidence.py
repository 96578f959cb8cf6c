"""What caused a step, with its address where the reader may go there; and what a score is made of."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Viewer
from analytics.actions.trace_lead import Past
from analytics.journeys import BUYING_QUESTION, FOLLOW, GOAL, QUESTION, REPLY, WRITE, causes_of
from analytics.models import Lead, LeadTransition, Touch
from analytics.queries import Conversation, readable
from forums.models import Board
from spaces.models import Space

KINDS = {
    **dict(Touch.Kind.choices),
    QUESTION: _("Asked a question"),
    BUYING_QUESTION: _("Asked before buying"),
    GOAL: _("Reached a goal"),
    FOLLOW: _("Followed a space or a board"),
    WRITE: _("Wrote something"),
    REPLY: _("Answered somebody"),
}


class _Thing:
    def __init__(self, topic_id: int | None, article_id: int | None) -> None:
        self.topic_id, self.article_id = topic_id, article_id


def evidence(moves: Sequence[LeadTransition], viewer: Viewer) -> dict[int, Conversation | None]:
    """By step: the conversation, article, place or goal that caused it. Four queries; `goal`, `touch` and `subscription` are joined."""
    things = {move.pk: _thing(move) for move in moves}
    read = readable(viewer, list(things.values()))
    places = _places(moves, viewer)
    found: dict[int, Conversation | None] = {}
    for move in moves:
        if move.goal:
            found[move.pk] = Conversation(move.goal.name)
        elif move.subscription:
            follow = move.subscription
            where = places.get((follow.space_id, follow.board_id))
            found[move.pk] = where or Conversation(str(_("a place you may not read")))
        else:
            found[move.pk] = read.of(things[move.pk])
    return found


def _thing(move: LeadTransition) -> _Thing:
    touch = move.touch
    return _Thing(
        move.topic_id or (touch.topic_id if touch else None), touch.article_id if touch else None
    )


def _places(
    moves: Sequence[LeadTransition], viewer: Viewer
) -> dict[tuple[int | None, int | None], Conversation]:
    follows = [move.subscription for move in moves if move.subscription]
    spaces = Space.objects.visible_to(viewer).in_bulk({each.space_id for each in follows if each.space_id})  # fmt: skip
    boards = Board.objects.visible_to(viewer).select_related("space").in_bulk({each.board_id for each in follows if each.board_id})  # fmt: skip
    found: dict[tuple[int | None, int | None], Conversation] = {}
    for pk, space in spaces.items():
        found[pk, None] = Conversation(space.name, space.get_absolute_url())
    for pk, board in boards.items():
        found[None, pk] = Conversation(board.name, board.get_absolute_url())
    return found


def score_causes(lead: Lead, half_life: float) -> list[tuple[str, int, float]]:
    """The three largest parts of the score today: what they did, how often, and how much of the score it is."""
    members = {lead.member_id} if lead.member_id else set()
    browsers = {lead.browser_id} if lead.browser_id else set()
    past = Past.read(members, browsers)
    who = (lead.member_id, None if lead.member_id else lead.browser_id)
    causes = causes_of(past.acts(who, lead.consent), timezone.now(), half_life)
    return [(str(KINDS[kind]), number, part) for kind, number, part in causes]
