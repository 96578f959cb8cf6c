from accounts.events import MemberDeleted
from events.registry import subscribe
from integrations.models import ImportedMember


@subscribe(MemberDeleted, name="integrations.forget_member")
def forget_who_they_were(fact: MemberDeleted) -> None:
    """Who they were where they came from may hold their name."""
    ImportedMember.objects.filter(member=fact.member_id).delete()
