from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from events.publishing import publish
from forums.actions import open_topic
from forums.models import Board, Topic
from forums.rules import may_open_topic
from governance.actions.take_step import locked_if_due, take_step
from governance.events import CommentOpened
from governance.models import Proposal, State
from spaces.models import Space


@transaction.atomic
def open_comments(*, proposal_id: int) -> bool:
    """Open the discussion of an announced proposal, if it is time by the database's clock."""
    proposal = locked_if_due(
        Proposal.objects.due_for_comment(), proposal_id, "policy", "proposed_by"
    )
    if proposal is None:
        return False
    board = _board_for(proposal)
    if board is not None:
        proposal.topic = open_topic(
            author=proposal.proposed_by,
            board=board,
            kind=Topic.Kind.DISCUSSION,
            title=proposal.title,
            source=_opening(proposal),
            about="proposal",
        )
    proposal.save(update_fields=["topic"])
    take_step(proposal, State.COMMENT)
    publish(CommentOpened(proposal_id=proposal.pk, topic_id=proposal.topic_id))
    return True


def _board_for(proposal: Proposal) -> Board | None:
    """Where it is discussed: in the policy's space, else in the first public one that takes discussions."""
    kind, policy = Topic.Kind.DISCUSSION, proposal.policy
    boards = Board.objects.in_the_open().filter(kinds__contains=[kind])
    if policy.space_id:
        boards = boards.filter(space=policy.space_id)
    else:
        boards = boards.filter(space__visibility=Space.Visibility.PUBLIC)
    boards = boards.order_by("space__position", "space__name", "position", "name")
    by = proposal.proposed_by
    return next((each for each in boards if may_open_topic(by, each, kind)), None)


def _opening(proposal: Proposal) -> str:
    link = reverse("governance:proposal", args=[proposal.pk])
    pointer = _("[What would change, the dates and the ballot](%s)") % link
    return f"{proposal.why}\n\n{pointer}"
