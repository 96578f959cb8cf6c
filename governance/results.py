"""A count as its pages show it: rounds, comparisons and lots, with the options' titles, out of what the tally keeps."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from governance.models import Proposal, Tally
from governance.tallies import question_and_titles

_RULES: dict[str, str] = {
    Tally.Outcome.TIE: "ties",
    Tally.Outcome.NO_BALLOTS: "no-ballots",
    Tally.Outcome.NO_MAJORITY: "quorum",
    Tally.Outcome.ALL_WITHDRAWN: "withdrawn",
}


@dataclass(frozen=True, slots=True)
class Line:
    """An option in a round. `percent` is of the ballots that counted for somebody in it."""

    title: str
    number: int
    percent: float
    is_winner: bool
    goes: bool


@dataclass(frozen=True, slots=True)
class Round:
    number: int
    lines: list[Line]
    most: int
    exhausted: int
    goes: str
    by_lot: bool


@dataclass(frozen=True, slots=True)
class Cell:
    number: int
    wins: bool


@dataclass(frozen=True, slots=True)
class Row:
    """An option against each of the others, in the order of the columns; nothing against itself."""

    title: str
    cells: list[Cell | None]


@dataclass(frozen=True, slots=True)
class Result:
    """What the ballots said."""

    words: str
    winner: str
    outcome: str
    rounds: list[Round] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    preferred: list[Row] = field(default_factory=list)
    paths: list[Row] = field(default_factory=list)
    tied: list[str] = field(default_factory=list)
    lots: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    by_lot: bool = False
    lapsed: int = 0
    votes: int = 0
    voices: int = 0

    @property
    def rule(self) -> str:
        """Where on the page of rules this outcome stands; empty where it is the plain one."""
        return _RULES.get(self.outcome, "")

    @property
    def last(self) -> Round | None:
        return self.rounds[-1] if self.rounds else None

    @property
    def percent(self) -> float:
        return 100 * self.votes / self.voices if self.voices else 0.0


def result_of(proposal: Proposal, tally: Tally) -> Result:
    """The count with names. One query where the vote had options, none by yes or no."""
    facts = tally.counts
    question, titles = question_and_titles(proposal)
    winner = titles.get(facts.get("winner", tally.winner) or 0, "")
    rounds = facts.get("rounds") or []
    squares = rounds[0] if rounds and "paths" in rounds[0] else {}
    shown = [] if squares else _rounds(rounds, titles, tally)
    standing = [each for each in question.options if each not in question.withdrawn]
    tied = [titles[each] for each in facts.get("tied", [])]
    return Result(
        words=_words(tally, winner, tied, facts),
        winner=winner,
        outcome=tally.outcome,
        rounds=shown,
        columns=[titles[each] for each in standing] if squares else [],
        preferred=_rows(squares.get("preferred", {}), titles, standing),
        paths=_rows(squares.get("paths", {}), titles, standing),
        tied=tied,
        lots=[titles[each] for each in facts.get("lots", [])],
        withdrawn=[titles[each] for each in sorted(question.withdrawn)],
        by_lot=bool(tied) or any(each.by_lot for each in shown),
        lapsed=facts.get("lapsed", 0),
        votes=facts.get("votes", 0),
        voices=facts.get("voices", 0),
    )


def _rounds(rounds: list[dict[str, Any]], titles: dict[int, str], tally: Tally) -> list[Round]:
    winner, shown = tally.counts.get("winner", tally.winner), []
    for number, each in enumerate(rounds, 1):
        counts = {int(position): votes for position, votes in each["counts"].items()}
        total, goes = sum(counts.values()), each.get("out")
        if tally.method == Proposal.Method.APPROVAL:  # a ballot may mark several
            total = tally.ballots - tally.abstain - tally.counts.get("lapsed", 0)
        lines = [
            Line(
                title=titles.get(position, str(position)),
                number=votes,
                percent=100 * votes / total if total else 0.0,
                is_winner=number == len(rounds) and position == winner,
                goes=position == goes,
            )
            for position, votes in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        ]
        shown.append(
            Round(
                number=number,
                lines=lines,
                most=max([*counts.values(), 1]),
                exhausted=each.get("exhausted", 0),
                goes=titles.get(goes or 0, ""),
                by_lot=bool(each.get("lot")),
            )  # fmt: skip
        )
    return shown


def _rows(square: dict[str, dict[str, int]], titles: dict[int, str], order: list[int]) -> list[Row]:
    def cell(one: int, other: int) -> Cell | None:
        if one == other:
            return None
        number = square[str(one)][str(other)]
        return Cell(number, wins=number > square[str(other)][str(one)])

    return [Row(titles[one], [cell(one, other) for other in order]) for one in order if square]


def _words(tally: Tally, winner: str, tied: list[str], facts: dict[str, Any]) -> str:
    """The outcome in a sentence: what the ballots say, not yet what that obliges to."""
    yes_no = tally.method == Proposal.Method.YES_NO
    match tally.outcome:
        case Tally.Outcome.ADOPTED:
            return _("More said yes.") if yes_no else _("“%s” won.") % winner
        case Tally.Outcome.REJECTED:
            return _("More said no.") if yes_no else _("Keeping the text in force won.")
        case Tally.Outcome.TIE:
            if yes_no or not tied:
                return _("As many said yes as no. In a tie the text in force stays.")
            return _("%s had the same result. In a tie the text in force stays.") % " · ".join(tied)
        case Tally.Outcome.NO_MAJORITY:
            return _no_majority(winner, facts, yes_no=yes_no)
        case Tally.Outcome.ALL_WITHDRAWN:
            return _("All other options were withdrawn, so the text in force stays.")
    return _("Nobody voted, so nothing changes.")


def _no_majority(winner: str, facts: dict[str, Any], *, yes_no: bool) -> str:
    if not facts.get("voices"):
        return _("Everybody who voted abstained, so nothing changes.")
    share = {"votes": facts["votes"], "voices": facts["voices"], "winner": winner}
    if yes_no:
        return (
            _("%(votes)d of %(voices)d said yes: less than the two thirds that were asked.") % share
        )
    return (
        _(
            "“%(winner)s” came first with %(votes)d of %(voices)d, without the majority that was asked."
        )
        % share
    )
