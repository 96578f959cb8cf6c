from accounts.events import MemberDeleted
from accounts.forgetting import known_traces
from events.registry import subscribe
from support.actions import forget_member


@subscribe(MemberDeleted, name="support.forget_member")
def forget_their_cases(fact: MemberDeleted) -> None:
    forget_member(member_id=fact.member_id, addresses=known_traces(fact.deletion_id).addresses)
