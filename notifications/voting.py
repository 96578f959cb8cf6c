"""Who hears of objections to the roll of a vote: the company of each that is made, its author of the answer."""

from django.urls import reverse

from events.registry import subscribe
from governance.events import RollObjectionAnswered, RollObjectionMade
from governance.models import RollObjection
from notifications.actions import tell
from notifications.actions.tell import Notice
from notifications.models import Kind


@subscribe(RollObjectionMade, name="notifications.tell_of_objection")
def tell_of_objection(event: RollObjectionMade) -> None:
    """Whoever proposed it for the company hears of it; what it says is read where it is answered."""
    made = RollObjection.objects.select_related("proposal").get(pk=event.objection_id)
    _tell(made, made.proposal.proposed_by_id, "made", made.member_id)


@subscribe(RollObjectionAnswered, name="notifications.tell_of_objection_answer")
def tell_of_objection_answer(event: RollObjectionAnswered) -> None:
    answered = RollObjection.objects.select_related("proposal").get(pk=event.objection_id)
    _tell(answered, answered.member_id, "answered", answered.answered_by_id)


def _tell(objection: RollObjection, member_id: int, what: str, actor_id: int | None) -> None:
    notice = Notice(
        key=f"objection:{objection.pk}:{what}",
        kind=Kind.OBJECTION,
        url=reverse("governance:roll", args=[objection.proposal_id]) + "#objections",
        actor_id=actor_id,
        title=objection.proposal.title,
    )
    tell(member_ids={member_id}, notice=notice)
