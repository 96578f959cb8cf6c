"""What a search says: words, and filters among them such as `by:ada in:grinders is:solved`, or given in fields of their own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from accounts.models import Member, Part, Viewer
from accounts.showing.profiles import may_see_part
from forums.models import Board
from search.engine import Filters
from search.engine.words import MOST_QUERY_CHARS, plain
from spaces.models import Space

NAMES = ("by", "in", "tag", "is", "before", "after")
STATES = (
    "solved", "unsolved", "question", "discussion", "idea", "announcement", "article", "policy", "proposal",
)  # fmt: skip
KINDS: dict[str, tuple[str, ...]] = {
    "": (),
    "topic": ("topic",),
    "article": ("article",),
    "policy": ("policy", "proposal"),
}
"""Under which name of the address which kinds of entry are shown."""
MOST_OF_A_NAME = 5
_FILTER = re.compile(rf'(?:^|(?<=\s))({"|".join(NAMES)}):("[^"]*"|\S*)', re.I)
_MONTH = re.compile(r"(\d{4})(?:-(\d{1,2}))?$")


@dataclass(slots=True)
class Wish:
    """A search as it was said: `words` without the filters, and what each field asks for."""

    query: str
    words: str
    given: dict[str, list[str]]
    kind: str = ""

    def first(self, name: str) -> str:
        return next(iter(self.given.get(name, [])), "")


@dataclass(slots=True)
class Understood:
    """What was understood of a wish, and in words for people what was not."""

    filters: Filters
    troubles: list[str] = field(default_factory=list)


def read(said: Mapping[str, str]) -> Wish:
    """The wish behind an address; anything odd in it counts as not said."""
    query = plain(said.get("q", ""))[:MOST_QUERY_CHARS]
    given: dict[str, list[str]] = {}

    def note(name: str, value: str) -> None:
        value = value.strip().strip('"').strip()
        held = given.setdefault(name, [])
        if value and value not in held and len(held) < MOST_OF_A_NAME:
            held.append(value)

    for match in _FILTER.finditer(query):
        note(match[1].lower(), match[2])
    for name in NAMES:
        note(name, plain(said.get(name, ""))[:100])
    # As addresses of before say it.
    note("in", plain(said.get("space", ""))[:100])
    note("is", "solved" if said.get("solved") in ("1", "on", "true") else "")
    kind = said.get("kind", "")
    words = " ".join(_FILTER.sub(" ", query).split())
    return Wish(query, words, given, kind if kind in KINDS else "")


def understand(wish: Wish, viewer: Viewer) -> Understood:
    """Names looked up as this person may see them; what is not there and what they may not see reads the same."""
    found = Understood(Filters())
    space_id, board_id = _place(wish.first("in"), viewer, found.troubles)
    found.filters = Filters(
        space_id=space_id,
        board_id=board_id,
        kinds=KINDS[wish.kind],
        tags=tuple(tag.lower().removeprefix("#") for tag in wish.given.get("tag", [])),
        states=_states(wish.given.get("is", []), found.troubles),
        by_ids=_people(wish.first("by"), viewer, found.troubles),
        begun_before=_moment("before", wish.first("before"), found.troubles),
        active_since=_moment("after", wish.first("after"), found.troubles),
    )
    return found


def _states(asked: list[str], troubles: list[str]) -> tuple[str, ...]:
    known = tuple(each for each in map(str.lower, asked) if each in STATES)
    for each in asked:
        if each.lower() not in STATES:
            troubles.append(
                _("“is:%(word)s” is not known here. After “is:” stands one of: %(states)s.")
                % {"word": each, "states": ", ".join(STATES)}
            )
    return known


def _people(handle: str, viewer: Viewer, troubles: list[str]) -> tuple[int, ...]:
    """The member and the accounts that became theirs: what those wrote is still being handed over.

    Nobody whose part in conversations this person may not see at one place on their profile: here it would be the same.
    """
    if not handle:
        return ()
    member = Member.objects.filter(handle__iexact=handle.removeprefix("@")).first()
    if member is None or not may_see_part(viewer, member, Part.ACTIVITY):
        troubles.append(_("Nobody here is called “%(handle)s”.") % {"handle": handle})
        return ()
    return (member.pk, *member.merged_from.values_list("source", flat=True))


def _place(name: str, viewer: Viewer, troubles: list[str]) -> tuple[int | None, int | None]:
    """A space, a board, or "space/board": by what stands in their addresses."""
    if not name:
        return None, None
    first, _slash, second = name.lower().partition("/")
    if not second:
        space = Space.objects.visible_to(viewer).filter(slug=first).values_list("pk", flat=True)
        if (found := space.first()) is not None:
            return found, None
    boards = Board.objects.visible_to(viewer).filter(slug=second or first)
    if second:
        boards = boards.filter(space__slug=first)
    board = boards.values_list("pk", flat=True).first()
    if board is None:
        troubles.append(
            _("There is no space or board “%(name)s” here for you. Write it as its address does.")
            % {"name": name}
        )
    return None, board


def _moment(name: str, text: str, troubles: list[str]) -> datetime | None:
    if not text:
        return None
    day = _day(text)
    if day is None:
        troubles.append(
            _("“%(name)s:%(text)s” is not a day. Write it as %(example)s.")
            % {
                "name": name,
                "text": text,
                "example": f"{name}:{timezone.localdate() - timedelta(30)}",
            }
        )
        return None
    return timezone.make_aware(datetime.combine(day, time.min))


def _day(text: str) -> date | None:
    """A day, or the first of a month or year."""
    try:
        if match := _MONTH.match(text):
            return date(int(match[1]), int(match[2] or 1), 1)
        return parse_date(text)
    except ValueError:
        return None
