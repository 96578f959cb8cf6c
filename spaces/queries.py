from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Member, Role, RoleGrant
from spaces.models import Brand, Membership, Space, SpaceRole

RECORD_LINES = 100
PEOPLE_OFFERED = 8


def current_brand() -> Brand:
    """The brand of this installation; an unsaved plain one until an administrator names it."""
    return Brand.objects.first() or Brand(pk=1, name="Community", tagline="")


def readers_of(space: Space, members: QuerySet[Member]) -> QuerySet[Member]:
    """Those of the members who may read the space: `Space.objects.visible_to`, asked from the other side."""
    if space.visibility != Space.Visibility.PRIVATE:
        return members
    keepers = RoleGrant.objects.in_force().filter(role__in=[Role.MANAGER, Role.ADMINISTRATOR])
    return members.filter(
        Q(pk__in=Membership.objects.filter(space=space).values("member"))
        | Q(pk__in=keepers.values("member"))
    )


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role in force; `space` is None where it is held everywhere."""

    grant: RoleGrant | SpaceRole
    space: Space | None
    withdraw_url: str


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A role was given or withdrawn."""

    at: datetime
    is_given: bool
    role: str
    member: Member
    space: Space | None
    by: Member | None
    reason: str


def roles_in_force(space: Space | None = None) -> list[HeldRole]:
    """Who holds which role: everywhere and in each space, or in one space alone. Two queries."""
    here = _of_space(SpaceRole.objects.in_force(), space).select_related(
        "member", "granted_by", "space"
    )
    everywhere = (
        [] if space else list(RoleGrant.objects.in_force().select_related("member", "granted_by"))
    )
    held = [HeldRole(each, None, _withdrawal("everywhere", each.pk)) for each in everywhere]
    held += [HeldRole(each, each.space, _withdrawal("space", each.pk)) for each in here]
    order = {role: position for position, role in enumerate(reversed(Role.values))}
    return sorted(held, key=lambda each: (order[each.grant.role], each.grant.granted_at))


def role_record(space: Space | None = None) -> list[RecordLine]:
    """What was given and withdrawn, the newest first: the last hundred lines. Two queries."""
    people = ("member", "granted_by", "withdrawn_by")
    here = _of_space(SpaceRole.objects.all(), space).select_related("space", *people)
    rows: list[Any] = [*here.order_by("-pk")[:RECORD_LINES]]
    if space is None:
        rows += RoleGrant.objects.select_related(*people).order_by("-pk")[:RECORD_LINES]
    lines = [line for row in rows for line in _lines_of(row)]
    return sorted(lines, key=lambda line: line.at, reverse=True)[:RECORD_LINES]


def _lines_of(row: RoleGrant | SpaceRole) -> list[RecordLine]:
    space = row.space if isinstance(row, SpaceRole) else None
    role = row.get_role_display()
    lines = [RecordLine(row.granted_at, True, role, row.member, space, row.granted_by, row.reason)]
    if row.withdrawn_at:
        lines.append(
            RecordLine(
                row.withdrawn_at, False, role, row.member, space, row.withdrawn_by,
                row.withdrawal_reason,
            )
        )  # fmt: skip
    return lines


def _of_space(rows: QuerySet[SpaceRole], space: Space | None) -> QuerySet[SpaceRole]:
    return rows.filter(space=space) if space else rows


def _withdrawal(where: str, grant_id: int) -> str:
    return reverse("spaces:role_withdrawal", args=[where, grant_id])


def people_like(start: str) -> list[Member]:
    """Active members whose handle or name starts so; none for nothing."""
    start = start.strip().removeprefix("@")
    if not start:
        return []
    found = Member.objects.active().filter(is_placeholder=False)
    found = found.filter(Q(handle__istartswith=start) | Q(name__istartswith=start))
    return list(found.order_by("handle")[:PEOPLE_OFFERED])


def names_of_spaces() -> list[tuple[int, str]]:
    return list(Space.objects.values_list("pk", "name"))


def roles_in_spaces(member: Member) -> set[str]:
    """The roles a member holds in any space."""
    return set(SpaceRole.objects.in_force().filter(member=member).values_list("role", flat=True))


def space_badges(request: HttpRequest, page: dict[str, Any]) -> dict[str, Any] | None:
    """A person's roles in the spaces that the reader of their profile may see."""
    person = page.get("person")
    if not isinstance(person, Member):
        return None
    held = (
        SpaceRole.objects.in_force()
        .filter(member=person, space__in=Space.objects.visible_to(request.user))
        .select_related("space")
    )
    return {"space_roles": held.order_by("space__position", "space__name", "role")}


def brand_names() -> list[str]:
    """The organisation's name: no member is called by it."""
    return list(Brand.objects.values_list("name", flat=True))
