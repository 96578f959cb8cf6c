from django.utils import timezone

from accounts.administration.merging import hand_over
from accounts.events import MemberDeleted, MembersMerged
from events.registry import subscribe
from forums.curating import events
from forums.models import Curation
from moderation.actions import forget_member, log_curation
from moderation.models import ModerationAct, QuestionClaim, Report, Suspension


@subscribe(MemberDeleted, name="moderation.forget_member")
def forget_their_reports(fact: MemberDeleted) -> None:
    forget_member(member_id=fact.member_id)


@subscribe(*events.OF_ONE, *events.OF_TWO, name="moderation.log_curating")
def log_what_was_done_to_a_topic(fact: events.Curated) -> None:
    """What readers of a topic are told stands on the log as well; what the clock did is nobody's decision."""
    log_curation(curation=Curation.objects.select_related("topic").get(pk=fact.curation_id))


@subscribe(MembersMerged, name="moderation.hand_over")
def hand_over_to_one_member(event: MembersMerged) -> None:
    """Where both are suspended, the shorter one is over; `Member.suspended_until` says the longer."""
    pair = Suspension.objects.filter(lifted_at=None, member__in=[event.from_id, event.to_id])
    endless, ending = pair.filter(until=None), pair.exclude(until=None).order_by("-until")
    for shorter in [*endless, *ending][1:]:
        Suspension.objects.filter(pk=shorter.pk).update(lifted_at=timezone.now())
    hand_over(
        event,
        {
            ModerationAct: ("actor", "member", "undone_by"),
            QuestionClaim: ("member",),
            Report: ("reporter", "decided_by"),
            Suspension: ("member", "by", "lifted_by"),
        },
    )
