"""A vote is found by all: on the first page of a day that somebody on its roll opens, a quiet line leads to the ballot.

An ordinary page pays nothing for it: which votes are open is remembered, and the session, which is read anyway, knows
whether the line was shown today. Only that first page asks the database whether its reader is on a roll.
"""

from datetime import datetime
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from core.remembered import Remembered
from governance.models import Proposal
from governance.queries import has_voted
from governance.rolls.shown import note_shown

SESSION = "votes"
MOST = 3


class OpenVote(NamedTuple):
    pk: int
    roll_id: int
    title: str
    closes: datetime

    @property
    def until(self) -> str:
        date = formats.date_format(timezone.localtime(self.closes), "DATE_FORMAT")
        return _("until %(date)s") % {"date": date}


def _read() -> list[OpenVote]:
    rows = Proposal.objects.open_to_ballots().exclude(roll=None).order_by("closes", "pk")
    found = rows.values_list("pk", "roll", "title", "closes")
    return [OpenVote(pk, roll, title, closes) for pk, roll, title, closes in found if closes]


open_votes = Remembered(_read)


def votes_to_show(request: HttpRequest) -> list[OpenVote]:
    """The open votes to point at on this page: of whose roll they are and in which they have not voted, once a day."""
    reader, now = request.user, timezone.now()
    if request.method != "GET" or not isinstance(reader, Member) or _is_not_theirs(request):
        return []
    votes = [vote for vote in open_votes() if vote.closes > now]
    if not votes:
        return []
    mark = f"{timezone.localdate().isoformat()} {' '.join(str(vote.pk) for vote in votes)}"
    if request.session.get(SESSION) == mark:
        return []
    request.session[SESSION] = mark
    mine = _of(reader, votes)
    found = [vote for vote in votes if vote.pk in mine][:MOST]
    for vote in found:
        note_shown(roll_id=vote.roll_id, member_id=reader.pk)
    return found


def _of(reader: Member, votes: list[OpenVote]) -> set[int]:
    """Of these votes, those they may still read of, are on the roll of, and have not voted in."""
    readable = Proposal.objects.visible_to(reader).filter(pk__in=[vote.pk for vote in votes])
    mine = readable.filter(roll__entries__member=reader.pk)
    return {each.pk for each in mine if not has_voted(reader, each)}


def note_reader(request: Any, proposal: Proposal) -> None:
    """Whoever opens the page of a vote or its ballot was shown it; whether they are on its roll, the job finds out."""
    roll = getattr(proposal, "roll", None)
    if (
        roll
        and proposal.is_voting
        and isinstance(request.user, Member)
        and not _is_not_theirs(request)
    ):
        note_shown(roll_id=roll.pk, member_id=request.user.pk)


def _is_not_theirs(request: Any) -> bool:
    """An administrator who acts as them, or a browser that fetches ahead: nobody has seen anything."""
    ahead = request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    return bool(getattr(request, "acting", None)) or ahead.startswith("prefetch")
