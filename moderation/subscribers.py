from accounts.events import MemberDeleted
from events.registry import subscribe
from moderation.actions import forget_member


@subscribe(MemberDeleted, name="moderation.forget_member")
def forget_their_reports(fact: MemberDeleted) -> None:
    forget_member(member_id=fact.member_id)
