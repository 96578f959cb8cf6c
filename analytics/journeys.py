"""How a person became a lead: stages and score out of what they did. Pure: no database here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import log2

from analytics.models import LeadTransition, Stage, Touch

Cause = LeadTransition.Cause
STAGES = list(Stage.values)
SESSION = timedelta(minutes=30)
CUSTOMER_RETURNS_AFTER = timedelta(days=1)
BUYING_TAGS = {"pre-sales", "buying", "buying-advice", "before-buying", "which-one"}
"""A question with one of these tags is asked before buying."""

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
QUESTION, BUYING_QUESTION, GOAL = "question", "buying_question", "goal"
WEIGHTS: dict[str, float] = {
    Touch.Kind.VISIT: 1,
    Touch.Kind.SEARCH: 1,
    Touch.Kind.READ_TOPIC: 1,
    Touch.Kind.READ_ARTICLE: 3,
    Touch.Kind.CONTACT: 1,
    Touch.Kind.ASK: 2,
    Touch.Kind.DOWNLOAD: 8,
    QUESTION: 5,
    BUYING_QUESTION: 10,
    GOAL: 20,
}
COLD = -1000.0
"""The heat of somebody who did nothing."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something a lead did: a touch, a question or a goal."""

    kind: str
    at: datetime
    touch_id: int | None = None
    topic_id: int | None = None
    goal_id: int | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """A transition before it is a row."""

    from_stage: str
    to_stage: str
    cause: str
    at: datetime
    act: Act | None


def moves_of(acts: Sequence[Act], agreed_at: datetime) -> list[Move]:
    """The steps through the stages, in time; each stage is reached once, none is left backwards yet."""
    moves: list[Move] = []
    previous: Act | None = None
    last_touch: Act | None = None
    for act in sorted(acts, key=lambda each: (each.at, each.kind)):
        for stage, cause in _reached(act, last_touch, moves):
            before = moves[-1].to_stage if moves else ""
            if not before or STAGES.index(stage) > STAGES.index(before):
                moves.append(Move(before, stage, cause, act.at, act))
        previous = act
        if act.touch_id is not None:
            last_touch = act
    if not moves:
        moves.append(Move("", Stage.AWARENESS, Cause.AGREED, agreed_at, previous))
    return moves


def _reached(
    act: Act, last_touch: Act | None, moves: Sequence[Move]
) -> list[tuple[Stage, LeadTransition.Cause]]:
    reached: list[tuple[Stage, LeadTransition.Cause]] = []
    if not moves:
        reached.append((Stage.AWARENESS, Cause.FIRST_VISIT))
    if act.kind == Touch.Kind.READ_ARTICLE:
        reached.append((Stage.INTEREST, Cause.READ_ARTICLE))
    elif act.touch_id is not None and last_touch and act.at - last_touch.at > SESSION:
        reached.append((Stage.INTEREST, Cause.RETURNED))
    if act.kind == QUESTION:
        reached.append((Stage.INTEREST, Cause.ASKED))
    if act.kind == BUYING_QUESTION:
        reached.append((Stage.MOTIVATION, Cause.ASKED_BEFORE_BUYING))
    if act.kind == Touch.Kind.DOWNLOAD:
        reached.append((Stage.MOTIVATION, Cause.DOWNLOADED))
    if act.kind == GOAL:
        reached.append((Stage.ACTION, Cause.GOAL))
    elif (
        moves
        and moves[-1].to_stage == Stage.ACTION
        and act.at - moves[-1].at >= CUSTOMER_RETURNS_AFTER
    ):
        reached.append((Stage.RELATIONSHIP, Cause.CAME_BACK_AS_CUSTOMER))
    return reached


def heat_of(acts: Sequence[Act], half_life_days: float) -> float:
    """The score of EPOCH, as a power of two: log2 of the sum of weight x 2^(age at EPOCH).

    Every act halves in the same time, so the order of leads never changes by waiting, and the score of any
    later moment follows from this one number.
    """
    if not acts:
        return COLD
    powers = [
        log2(WEIGHTS[act.kind]) + (act.at - EPOCH) / timedelta(days=half_life_days) for act in acts
    ]
    highest = max(powers)
    return highest + log2(sum(2 ** (power - highest) for power in powers))


def score_at(heat: float, moment: datetime, half_life_days: float) -> float:
    """The sum of weight x 0.5^(age / half-life) at `moment`."""
    power = heat - (moment - EPOCH) / timedelta(days=half_life_days)
    return 0.0 if power <= COLD else 2.0 ** min(power, -COLD)
