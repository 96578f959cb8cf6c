from accounts.administration.merging import hand_over
from accounts.events import MemberDeleted, MembersMerged
from accounts.privacy.forgetting import known_traces
from events.registry import subscribe
from support.actions import forget_member
from support.models import (
    Case,
    CaseEvent,
    CaseLink,
    CaseMessage,
    CasePublication,
    EmbedOrigin,
    Enquiry,
    HoldoutShare,
    TeamMembership,
)


@subscribe(MemberDeleted, name="support.forget_member")
def forget_their_cases(fact: MemberDeleted) -> None:
    forget_member(member_id=fact.member_id, addresses=known_traces(fact.deletion_id).addresses)


@subscribe(MembersMerged, name="support.hand_over")
def hand_over_to_one_member(event: MembersMerged) -> None:
    """Their talks with the company are one person's."""
    hand_over(
        event,
        {
            Enquiry: ("member",),
            Case: (
                "member",
                "assigned_to",
                "closed_by",
            ),
            CaseMessage: ("author",),
            EmbedOrigin: ("added_by",),
            HoldoutShare: ("set_by",),
            CaseEvent: ("by", "undone_by"),
            CaseLink: ("by",),
            CasePublication: ("by",),
            TeamMembership: ("member",),
        },
    )
