from accounts.administration.merging import hand_over
from accounts.events import MemberDeleted, MembersMerged
from accounts.privacy.forgetting import known_traces
from core.live import tell
from events.registry import herald, subscribe
from forums.events import SolutionMarked, SolutionWithdrawn, TopicOpened
from support import events
from support.actions import (
    forget_member,
    note_question,
    reopen_cases_of_topic,
    solve_cases_of_topic,
)
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

DESK = "desk:1"
"""The stream of all lists of cases: there is one desk."""


@subscribe(MemberDeleted, name="support.forget_member")
def forget_their_cases(fact: MemberDeleted) -> None:
    forget_member(member_id=fact.member_id, addresses=known_traces(fact.deletion_id).addresses)


@subscribe(TopicOpened, name="support.note_question")
def end_enquiry_with_its_question(fact: TopicOpened) -> None:
    note_question(topic_id=fact.topic_id)


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


@subscribe(SolutionMarked, name="support.solve_cases_of_topic")
def solve_what_the_community_solved(fact: SolutionMarked) -> None:
    solve_cases_of_topic(topic_id=fact.topic_id)


@subscribe(SolutionWithdrawn, name="support.reopen_cases_of_topic")
def reopen_what_is_not_solved(fact: SolutionWithdrawn) -> None:
    reopen_cases_of_topic(topic_id=fact.topic_id)


@herald(
    events.CaseOpened,
    events.CaseReplied,
    events.CaseSolved,
    events.CaseClosed,
    events.CaseReopened,
    events.CaseChanged,
    events.CaseMerged,
    events.PublicationAsked,
    events.PublicationAnswered,
)
def tell_open_pages(fact: events.CaseChanged) -> None:
    """The agents' lists and whoever has the case open fetch what changed; they are told nothing but that it did."""
    tell(DESK, "cases-changed", case=fact.case_id)
    tell(f"case:{fact.case_id}", "case-changed")
