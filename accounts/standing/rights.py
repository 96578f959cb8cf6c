"""What a level opens. One place: rules, actions and the pages that explain it ask here."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Member, Viewer
from core.uploaded import size_words
from uploads.allowing import Quota

NEWCOMERS_LINKS = 2
NEWCOMERS_PICTURES = 1
REPORT_WEIGHTS = {0: 1, 1: 1, 2: 2, 3: 3, 4: 4}

# Of pictures and files: bytes in a day, bytes in all.
QUOTAS = {
    0: Quota(day=20_000_000, total=50_000_000),
    1: Quota(day=50_000_000, total=500_000_000),
    2: Quota(day=100_000_000, total=2_000_000_000),
    3: Quota(day=250_000_000, total=5_000_000_000),
    4: Quota(day=500_000_000, total=10_000_000_000),
}


def is_newcomer(viewer: Viewer) -> bool:
    """A visitor, or a member of level 0 whom nobody gave a role."""
    if not isinstance(viewer, Member):
        return True
    return viewer.trust == Member.Trust.NEW and not viewer.roles


def most_links(viewer: Viewer) -> int | None:
    """Links to other sites that one post may have; None: any number."""
    return NEWCOMERS_LINKS if is_newcomer(viewer) else None


def most_pictures(viewer: Viewer) -> int | None:
    return NEWCOMERS_PICTURES if is_newcomer(viewer) else None


def may_tell_duplicates(member: Member) -> bool:
    """Whether they have earned the right to mark what others asked as asked before."""
    return member.trust >= Member.Trust.REGULAR


def upload_quota(member: Member) -> Quota | None:
    """How much they may bring; None, any amount, for whom the company gave a role."""
    return None if member.roles else QUOTAS[member.trust]


def report_weight(member: Member) -> int:
    """How much a report of theirs counts in the queue."""
    return REPORT_WEIGHTS[member.trust]


def may_tidy(viewer: Viewer) -> bool:
    """Give conversations of others a clearer title, fitting tags, the right kind."""
    return isinstance(viewer, Member) and viewer.trust >= Member.Trust.REGULAR


def may_edit_wikis(viewer: Viewer) -> bool:
    """Edit posts of others that are open to it."""
    return isinstance(viewer, Member) and viewer.trust >= Member.Trust.MEMBER


class Right(NamedTuple):
    """What a level opens, in words. A higher level's right of the same kind stands in its place."""

    words: str | Promise
    kind: str


def _room(level: int) -> Right:
    quota = QUOTAS[level]
    words = format_lazy(
        _("Up to {day} of pictures and files a day, {total} in all"),
        day=size_words(quota.day),
        total=size_words(quota.total),
    )
    return Right(words, "room")


RIGHTS: dict[int, list[Right]] = {
    0: [
        Right(_("Ask, reply, thank and report"), "write"),
        Right(_("Up to 2 links to other sites and 1 picture or file in a post"), "links"),
        _room(0),
    ],
    1: [
        Right(_("Any number of links, pictures and files in a post"), "links"),
        _room(1),
        Right(_("The links of your profile are shown to others"), "profile"),
    ],
    2: [
        Right(
            _("Your reports count double: they come up sooner in the managers' queue"), "reports"
        ),
        Right(
            _(
                "A post that you and others report may be held back until a manager has looked at it"
            ),
            "holding",
        ),
        Right(_("You may edit wiki posts: posts of others that are open to it"), "wikis"),
        _room(2),
    ],
    3: [
        Right(_("Your reports count three times"), "reports"),
        Right(_("Mark questions and ideas as duplicates of others"), "duplicates"),
        Right(_("You may give conversations of others a clearer title, tags and kind"), "tidying"),
        _room(3),
    ],
    4: [Right(_("Your reports count four times"), "reports"), _room(4)],
}
"""What each level adds. Only what holds stands here."""


def open_at(level: int) -> list[Right]:
    """All that is open at a level."""
    found: dict[str, Right] = {}
    for each in range(level + 1):
        found |= {right.kind: right for right in RIGHTS[each]}
    return list(found.values())
