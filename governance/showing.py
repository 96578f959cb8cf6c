"""The reads of a proposal's own page, written and planned once (decision 0013), and what is read as one value to compare by (0019)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, Model, OuterRef
from django.db.models.functions import Now

from accounts.models import Viewer
from core.prepared import Given, Joined, Prepared
from governance.models import (
    BallotBox,
    Proposal,
    ProposalOption,
    ProposalStep,
    ProposalText,
    Roll,
    RollEntry,
    State,
    Tally,
    TextRevision,
)
from spaces.models import Space

_PROPOSAL = Joined(Proposal, "policy", "proposed_by", "topic")
_SPACE = Joined(Space)
_BESIDE = {"roll": Joined(Roll), "tally": Joined(Tally), "box": Joined(BallotBox)}
"""At most one of each, and it points to the proposal."""


def _whole(proposals: Any) -> Any:
    """With all that belongs to it once, and the database's time."""
    return (
        proposals.filter(pk=Given("proposal"))
        .annotate(asked_at=Now())
        .values_list(
            "asked_at",
            *_PROPOSAL.columns,
            *(f"policy__space__{each}" for each in _SPACE.columns),
            *(f"{name}__{each}" for name, joined in _BESIDE.items() for each in joined.columns),
        )
    )


def _votable(viewer: Any) -> Any:
    mine = RollEntry.objects.filter(roll__proposal=OuterRef("pk"), member=viewer.pk)
    return _whole(Proposal.objects.filter(Exists(mine), state=State.VOTING))


_proposal = Prepared(lambda viewer: _whole(Proposal.objects.visible_to(viewer)))
_on_roll = Prepared(_votable)
_TEXT = Joined(ProposalText, "policy", "base", "option")
_texts = Prepared(
    lambda viewer: (
        ProposalText.objects.filter(proposal=Given("proposal"))
        .annotate(
            has_revisions=Exists(TextRevision.objects.filter(text=OuterRef("pk"))),
        )
        .order_by("option__position", "policy")
        .values_list(*_TEXT.columns, "has_revisions")
    )
)
_STEP = Joined(ProposalStep, "by")
_steps = Prepared(
    lambda viewer: (
        ProposalStep.objects.filter(proposal=Given("proposal"))
        .order_by("at", "pk")
        .values_list(*_STEP.columns)
    )
)
_OPTION = Joined(ProposalOption)
_options = Prepared(
    lambda viewer: (
        ProposalOption.objects.filter(proposal=Given("proposal"))
        .order_by("position")
        .values_list(*_OPTION.columns)
    )
)


def readable_proposal(viewer: Viewer, proposal_id: int) -> tuple[Proposal, datetime] | None:
    """A proposal this person may open, with what belongs to it, and the database's time: one read."""
    return _made(_proposal.fetch(viewer, proposal=proposal_id))


def votable_proposal(viewer: Viewer, proposal_id: int) -> tuple[Proposal, datetime] | None:
    """The same of an open vote whose roll this person is on."""
    if not viewer.is_authenticated:
        return None
    return _made(_on_roll.fetch(viewer, proposal=proposal_id))


def _made(found: list[Any]) -> tuple[Proposal, datetime] | None:
    if not found:
        return None
    asked_at, *row = found[0]
    proposal: Proposal = _PROPOSAL(tuple(row))
    at = len(_PROPOSAL.columns)
    space, at = _taken(_SPACE, row, at)
    proposal.policy.space = space
    for name, joined in _BESIDE.items():
        other, at = _taken(joined, row, at)
        if other is not None:
            other.proposal = proposal
        proposal._state.fields_cache[name] = other
    return proposal, asked_at


def _taken(joined: Joined, row: list[Any], at: int) -> tuple[Any, int]:
    """What stands at this place of a row, or None, and the next place."""
    end = at + len(joined.columns)
    return (joined(tuple(row[at:end])) if row[at] is not None else None), end


def texts_to_show(viewer: Viewer, proposal: Proposal) -> list[tuple[ProposalText, bool]]:
    """The proposed texts, and of each whether it was changed since it was announced."""
    texts = []
    for row in _texts.fetch(viewer, proposal=proposal.pk):
        text = _TEXT(row)
        text.proposal = proposal
        texts.append((text, row[-1]))
    return texts


def steps_to_show(viewer: Viewer, proposal: Proposal) -> list[ProposalStep]:
    return [_STEP(row) for row in _steps.fetch(viewer, proposal=proposal.pk)]


def options_to_show(viewer: Viewer, proposal: Proposal) -> list[ProposalOption]:
    if not proposal.has_options:
        return []
    return [_OPTION(row) for row in _options.fetch(viewer, proposal=proposal.pk)]


def values_of(row: Model | None) -> tuple[Any, ...]:
    """All columns of a row, so that a new one is among them; JSON as text."""
    if row is None:
        return ()
    values = (getattr(row, each.attname) for each in row._meta.concrete_fields)
    return tuple(repr(each) if isinstance(each, (dict, list)) else each for each in values)
