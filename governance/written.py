"""What a proposal's page shows to all who may read it is written once for all of them.

Such a part is a template rendered with the rows it is about and with nothing else: neither request nor reader are in reach.
It is found again by the values of those rows (decision 0019), so that there is nothing to forget. Unlike `kept` parts they
may be as long as policies are, so fewer are held.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from governance.ballot_form import BallotForm
from governance.clauses import ClauseChange, anchored, compare_anchored, follow_clauses
from governance.commenting.talk import Counted, by_clause
from governance.models import (
    CompanyAnswer,
    Proposal,
    ProposalOption,
    ProposalStep,
    ProposalText,
    Roll,
    State,
)
from governance.paper import Paper
from governance.process.milestones import milestones
from governance.quorum import Turnout
from governance.rolls.reading import Objections
from governance.showing import values_of

MOST_HELD = 256
Anchors: TypeAlias = tuple[str, ...] | None


class _Part:
    """A template, the values that it shows, and how to come by what it is given."""

    __slots__ = ("key", "make")

    def __init__(self, key: tuple[Any, ...], make: Callable[[], dict[str, Any]]) -> None:
        self.key, self.make = key, make

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Part) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


@lru_cache(maxsize=MOST_HELD)
def _written(part: _Part) -> SafeString:
    text = render_to_string(part.key[0], part.make())
    part.make = dict  # the rows are needed no more
    return mark_safe(text)  # noqa: S308 - an escaping template


def _once(name: str, shows: tuple[Any, ...], make: Callable[[], dict[str, Any]]) -> SafeString:
    return _written(_Part((name, get_language(), *shows), make))


@dataclass(slots=True)
class TextChange:
    """What becomes of one policy: its clauses, compared with the version that it would change."""

    text: ProposalText
    has_revisions: bool

    @property
    def changes(self) -> list[ClauseChange]:
        return changes_of(self.text)


@dataclass(slots=True)
class Sheet:
    """What is read of a proposal, without whoever reads it."""

    proposal: Proposal
    texts: list[tuple[ProposalText, bool]]
    steps: list[ProposalStep]
    options: list[ProposalOption]
    answer: CompanyAnswer | None
    talk: tuple[Counted, ...]

    def head(self, *, leads_to_ballot: bool) -> SafeString:
        """Title, state, dates and what comes next."""
        return _once(
            "governance/proposal/_head.html",
            (*self._facts(), self._came_by(), leads_to_ballot, self._minute()),
            lambda: {
                "proposal": self.proposal,
                "milestones": milestones(self.proposal),
                "leads_to_ballot": leads_to_ballot,
            },
        )

    def document(self, *, may_withdraw_options: bool, may_revise: bool) -> SafeString:
        """Result, answer, options, what changes, why, and whom it affects."""
        shown = (
            *self._facts(),
            tuple(_text(*each) for each in self.texts),
            tuple(map(values_of, self.options)),
            (values_of(self.answer), _name(self.answer and self.answer.by)),
            self.talk,
            may_withdraw_options,
            may_revise,
            self._minute(),
        )  # fmt: skip
        return _once("governance/proposal/_document.html", shown, lambda: {
            "proposal": self.proposal,
            "texts": [TextChange(*each) for each in self.texts],
            "options": self.options,
            "answer": self.answer,
            "talks": by_clause(self.talk),
            "may_withdraw_options": may_withdraw_options,
            "may_revise": may_revise,
        })  # fmt: skip

    def voices(self) -> SafeString:
        """How far those who discuss it are from calling the vote."""
        return _once(
            "governance/proposal/_voices.html", self._facts(), lambda: {"proposal": self.proposal}
        )

    def turnout(self, turnout: Turnout | None) -> SafeString:
        return _once(
            "governance/proposal/_turnout.html",
            (*self._facts(), turnout),
            lambda: {"proposal": self.proposal, "turnout": turnout},
        )

    def background(self) -> SafeString:
        """How it is decided, and what has happened."""
        return _once(
            "governance/proposal/_background.html",
            (*self._facts(), self._came_by()),
            lambda: {"proposal": self.proposal, "steps": self.steps},
        )

    def discussion(self) -> SafeString:
        topic = self.proposal.topic
        talked = topic and (topic.state, topic.reply_count, topic.get_absolute_url())
        return _once(
            "governance/proposal/_discussion.html",
            (*self._facts(), talked),
            lambda: {"proposal": self.proposal},
        )

    def _facts(self) -> tuple[Any, ...]:
        """All columns of the proposal and of its policy and count, and who proposed it."""
        of = self.proposal
        tally = getattr(of, "tally", None)
        return (values_of(of), values_of(of.policy), values_of(tally), _name(of.proposed_by))

    def _came_by(self) -> tuple[Any, ...]:
        return tuple((values_of(each), _name(each.by)) for each in self.steps)

    def _minute(self) -> int:
        """Of now, where the page says how long the company has still to answer, or how long it owes it."""
        of = self.proposal
        waits = of.state == State.DECIDED and of.answer_due and not of.answered_at
        return int(time.time() // 60) if waits else 0


def _name(member: Any) -> tuple[str, str] | None:
    """How a page names a member, and leads to them."""
    return (str(member), member.handle) if member else None


def ballot_lines(proposal: Proposal, paper: Paper) -> SafeString:
    """The lines of an empty ballot: what is asked, and what may be answered. It carries no receipt and no token."""
    asked = (proposal.pk, proposal.method, proposal.policy.title, proposal.closes, paper)
    return _once(
        "governance/ballot/_lines.html",
        asked,
        lambda: {"proposal": proposal, "form": BallotForm(paper=paper)},
    )


def fixed_roll(roll: Roll, root: str) -> SafeString:
    """What everybody is told of a roll; nobody's entry."""
    shown = (roll.proposal_id, roll.size, roll.fixed_at, root)
    return _once("governance/roll/_fixed.html", shown, lambda: {"roll": roll, "root": root})


def objection_counts(proposal: Proposal, objections: Objections) -> SafeString:
    """How many objected to the roll, and what became of it."""
    shown = (proposal.state, objections)
    return _once(
        "governance/roll/_counts.html",
        shown,
        lambda: {"proposal": proposal, "objections": objections},
    )


def _text(text: ProposalText, has_revisions: bool) -> tuple[Any, ...]:
    """All that is shown of a proposed text."""
    base, option = text.base, text.option
    about = (text.policy.title, option and option.title, has_revisions)
    return (values_of(text), base.number, base.source, _anchors(base.anchors), *about)


def changes_of(text: ProposalText) -> list[ClauseChange]:
    """What the text changes, made once for all who read it; nobody changes anything in it."""
    base = text.base
    return _compared(base.source, _anchors(base.anchors), text.source, _anchors(text.anchors))


@lru_cache(maxsize=256)
def _compared(
    before: str, anchors: Anchors, after: str, anchors_after: Anchors
) -> list[ClauseChange]:
    """The texts are the key, so that there is nothing to forget."""
    old = anchored(before, anchors and list(anchors))
    if anchors_after is None:
        return compare_anchored(old, follow_clauses(old, after))
    return compare_anchored(old, anchored(after, list(anchors_after)))


def _anchors(anchors: list[str] | None) -> Anchors:
    return None if anchors is None else tuple(anchors)
