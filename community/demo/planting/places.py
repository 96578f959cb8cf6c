from datetime import timedelta

from accounts.models import Role
from community.demo import spaces as content
from community.demo.conversations import conversations
from community.demo.people import PEOPLE
from community.demo.planting.world import World, own_dates
from forums.models import Board
from forums.rules import COMPANY_KINDS
from spaces.models import Brand, Membership, Space, SpaceRole

OPENED = timedelta(days=185)


def plant_places(world: World) -> None:
    """The brand, its spaces and boards, who leads them and who belongs to them."""
    Brand.objects.create(
        pk=1,
        name=content.BRAND_NAME,
        tagline=content.BRAND_TAGLINE,
        about=content.BRAND_ABOUT,
        hue=content.BRAND_HUE,
        typeface="editorial",
    )
    _plant_spaces(world)
    _plant_leaders(world)
    _plant_memberships(world)


def _plant_spaces(world: World) -> None:
    rows = [
        Space(
            slug=space.slug,
            name=space.name,
            tagline=space.tagline,
            about=space.about,
            own_look=space.hue != content.BRAND_HUE,
            hue=space.hue,
            leader=world.members[space.leader],
            position=position,
            created_at=world.when(OPENED),
        )
        for position, space in enumerate(content.SPACES)
    ]
    with own_dates(Space):
        Space.objects.bulk_create(rows)
    world.spaces = {row.slug: row for row in rows}
    boards = [
        Board(
            space=world.spaces[space.slug],
            slug=board.slug,
            name=board.name,
            description=board.about,
            kinds=[kind for kind in board.kinds if kind not in COMPANY_KINDS],
            position=position,
            question_template=board.template,
            slow_seconds=board.slow,
            is_private=bool(board.seen_by),
            seen_by=list(board.seen_by),
        )
        for space in content.SPACES
        for position, board in enumerate(space.boards)
    ]
    Board.objects.bulk_create(boards)
    world.boards = {(row.space.slug, row.slug): row for row in boards}
    for space in content.SPACES:
        for board in filter(lambda each: each.below, space.boards):
            row = world.boards[space.slug, board.slug]
            row.parent = world.boards[space.slug, board.below]
            row.save(update_fields=["parent"])


def _plant_leaders(world: World) -> None:
    with own_dates(SpaceRole):
        SpaceRole.objects.bulk_create(
            SpaceRole(
                space=world.spaces[space.slug],
                member=world.members[space.leader],
                role=Role.EVANGELIST,
                granted_by=world.members["sam"],
                granted_at=world.when(OPENED),
            )
            for space in content.SPACES
        )


def _plant_memberships(world: World) -> None:
    """Customers belong to the spaces they wrote in, staff to both; from their first words on."""
    first: dict[tuple[str, str], timedelta] = {}
    for each in conversations():
        for by, ago in [(each.by, each.ago), *((reply.by, reply.ago) for reply in each.replies)]:
            first[each.space, by] = max(first.get((each.space, by), timedelta(0)), ago)
    staff = {person.handle for person in PEOPLE if person.is_staff}
    for slug in world.spaces:
        first |= {(slug, handle): OPENED for handle in staff}
    with own_dates(Membership):
        Membership.objects.bulk_create(
            Membership(
                space=world.spaces[slug], member=world.members[handle], joined_at=world.when(ago)
            )
            for (slug, handle), ago in sorted(first.items())
        )
