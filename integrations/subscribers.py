from accounts.administration.merging import hand_over
from accounts.events import MemberDeleted, MembersMerged
from accounts.privacy.forgetting import known_traces
from events.registry import subscribe
from integrations.actions.forget_mails import forget_mails
from integrations.actions.hand_over import hand_over_by_rule
from integrations.models import CaseImport, DeskConnection, HandOver, ImportedMember
from support.events import CaseOpened


@subscribe(CaseOpened, name="integrations.hand_over_new_case")
def hand_over_new_case(fact: CaseOpened) -> None:
    """Where every new case goes to the help desk."""
    hand_over_by_rule(case_id=fact.case_id)


@subscribe(MemberDeleted, name="integrations.forget_member")
def forget_who_they_were(fact: MemberDeleted) -> None:
    """Who they were where they came from may hold their name, and so may what is still to go to a help desk."""
    ImportedMember.objects.filter(member=fact.member_id).delete()
    forget_mails(addresses=known_traces(fact.deletion_id).addresses)


@subscribe(MembersMerged, name="integrations.hand_over")
def hand_over_to_one_member(event: MembersMerged) -> None:
    """Who they were elsewhere is one person here."""
    hand_over(
        event,
        {
            ImportedMember: ("member",),
            DeskConnection: ("changed_by",),
            HandOver: ("asked_by",),
            CaseImport: ("by",),
        },
    )
