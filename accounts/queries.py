"""What other apps ask about members, each with a fixed number of queries."""

from collections.abc import Collection

from accounts.models import Block, Role, RoleGrant


def who_blocked(actor_id: int | None, member_ids: Collection[int]) -> set[int]:
    """Those of the members who do not want to hear of the actor; nobody, where the actor speaks for the company."""
    if actor_id is None or not member_ids:
        return set()
    blockers = Block.objects.filter(blocked=actor_id, blocker__in=member_ids)
    found = set(blockers.values_list("blocker", flat=True))
    official = RoleGrant.objects.in_force().exclude(role=Role.EVANGELIST).filter(member=actor_id)
    return set() if found and official.exists() else found
