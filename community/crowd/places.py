"""Where people talk, and who they are."""

import random
from dataclasses import dataclass
from typing import Any

from taggit.models import Tag

from accounts.handles.skeleton import handle_skeleton
from accounts.models import Member, Role, RoleGrant
from community.crowd.size import BOARDS_A_SPACE, SPACES, Size
from community.crowd.words import each
from core.copying import copy_rows, take_ids
from forums.models import Board, BoardAccess
from forums.tagging.setting import tags_stand_still
from spaces.models import Brand, Membership, Space

INSIDERS = 40
"""The first members read the private space, and the private board."""
KINDS = ["question", "discussion", "idea"]
FIRST = each(
    "Ada Ben Cleo Dov Ema Finn Gita Hana Ivo Jun Kaya Leo Mara Noor Otto Pia Quin Rosa Sami Tess Uma Vera Wim Yara Zoe"
)
LAST = each(
    "Adler Brandt Costa Duran Ek Falk Grau Holm Ito Jansen Keller Lind Moreau Novak Okafor Prins Quist Rossi Sato Toth Ueda Vos Weber Young Zeman"
)


@dataclass(frozen=True, slots=True)
class Crowd:
    """`members` are ids, the busiest first; `keeper` keeps order."""

    members: range
    keeper: int

    def somebody(self, chance: random.Random, is_open: bool = True) -> int:
        """A few say much, most say little. Where it is not open: one of the insiders."""
        count = len(self.members) if is_open else min(INSIDERS, len(self.members))
        return self.members[int(count * chance.random() ** 2)]


def settle(size: Size) -> Crowd:
    """The members, and one who keeps order."""
    chance = random.Random(f"{size.seed} people")  # noqa: S311
    keeper = take_ids(Member, 1)[0]
    ids = take_ids(Member, size.members)
    rows = [(keeper, f"keeper-{keeper}", "The Keeper", "", size.began, size.now)]
    for n, pk in enumerate(ids):
        first, last = chance.choice(FIRST), chance.choice(LAST)
        joined = size.began + (size.now - size.began) * chance.random() ** 2 * (n / len(ids))
        seen = size.now - (size.now - joined) * chance.random() ** 3
        rows.append(
            (pk, f"{first}-{last}-{pk}".lower(), f"{first} {last}", f"m{pk}@mail.example", joined, seen)
        )  # fmt: skip
    columns = ("id", "handle", "name", "email", "joined_at", "seen_at", "handle_skeleton")
    copy_rows(Member, columns, ((*row, handle_skeleton(row[1])) for row in rows), trust=1)
    RoleGrant.objects.create(member_id=keeper, role=Role.MANAGER, reason="Planted")
    return Crowd(ids, keeper)


def open_boards(crowd: Crowd) -> list[Board]:
    """Spaces with boards, some below others; the last space is private, and so is one board of the one before."""
    Brand.objects.get_or_create(pk=1, defaults={"name": "A large community"})
    insiders = crowd.members[:INSIDERS]
    boards = []
    for n in range(SPACES):
        is_private = n == SPACES - 1
        space = Space.objects.create(
            slug=_free(Space.objects, f"space-{n}"), name=f"Space {n}", position=n,
            tagline="Planted, to measure with",
            visibility=Space.Visibility.PRIVATE if is_private else Space.Visibility.PUBLIC,
        )  # fmt: skip
        if is_private:
            Membership.objects.bulk_create(
                Membership(space=space, member_id=each) for each in insiders
            )
        boards += _boards_of(space, n)
    closed = boards[-BOARDS_A_SPACE - 1]
    closed.is_private = True
    closed.save(update_fields=["is_private"])
    BoardAccess.objects.bulk_create(
        BoardAccess(board=closed, member_id=each, granted_by_id=crowd.keeper, reason="Planted")
        for each in insiders
    )
    return boards


def _boards_of(space: Space, n: int) -> list[Board]:
    made: list[Board] = []
    for at in range(BOARDS_A_SPACE + (n == 0) * 4):
        parent = made[0] if at in (2, 5) else None
        number = at + n * 10
        made.append(
            Board.objects.create(
                space=space, parent=parent, slug=f"board-{number}", name=f"Board {number}",
                description="Planted, to measure with", kinds=KINDS, position=at,
            )
        )  # fmt: skip
    return made


def name_tags(names: list[str]) -> list[Tag]:
    """The tags of these names: those that are there, and new ones."""
    tags_stand_still()
    known = {tag.name: tag for tag in Tag.objects.filter(name__in=names)}
    return [known.get(name) or Tag.objects.create(name=name) for name in dict.fromkeys(names)]


def _free(objects: Any, slug: str) -> str:
    """The slug, or one like it that nobody has."""
    taken = set(objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(
        each for each in (slug, *(f"{slug}-{n}" for n in range(2, 10_000))) if each not in taken
    )
