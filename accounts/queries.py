"""What other apps ask about members, each with a fixed number of queries."""

from collections.abc import Collection

from accounts.models import Block, Role, RoleGrant


def who_blocked(
    actor_ids: Collection[int | None], member_ids: Collection[int]
) -> set[tuple[int, int]]:
    """Actor and member, where the member does not want to hear of the actor; nobody blocks who speaks for the company."""
    blocks = Block.objects.filter(blocked__in=set(actor_ids) - {None}, blocker__in=member_ids)
    found = set(blocks.values_list("blocked", "blocker"))
    if not found:
        return found
    grants = RoleGrant.objects.in_force().exclude(role=Role.EVANGELIST)
    official = set(
        grants.filter(member__in={actor for actor, _id in found}).values_list("member", flat=True)
    )
    return {(actor, blocker) for actor, blocker in found if actor not in official}
