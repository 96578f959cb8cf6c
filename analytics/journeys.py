"""How a person became a lead: stages and score out of what they did. Pure: no database here."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import log2

from analytics.models import LeadTransition, Stage, Touch

Cause = LeadTransition.Cause
STAGES = list(Stage.values)
SESSION = timedelta(minutes=30)
CUSTOMER_RETURNS_AFTER = timedelta(days=1)
COOLS_AFTER = timedelta(days=90)
"""After so long a silence a lead falls back one stage, and one more after as long again."""
COOLS_TO: dict[str, str] = {
    Stage.INTEREST: Stage.AWARENESS,
    Stage.MOTIVATION: Stage.INTEREST,
    Stage.RELATIONSHIP: Stage.ACTION,
}
"""Whoever bought once remains a customer, and whoever came once was here."""
STALLED_AFTER = timedelta(days=30)
"""A lead that took no step for so long, and has not bought, stands still."""
BUYING_TAGS = {"pre-sales", "buying", "buying-advice", "before-buying", "which-one"}
"""A question with one of these tags is asked before buying."""

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
QUESTION, BUYING_QUESTION, GOAL = "question", "buying_question", "goal"
FOLLOW, WRITE, REPLY = "follow", "write", "reply"
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
    FOLLOW: 3,
    WRITE: 1,
    REPLY: 1,
}
COLD = -1000.0
"""The heat of somebody who did nothing."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something a lead did: a touch, a question, a goal, a follow, or other words of theirs, in somebody else's conversation a reply."""

    kind: str
    at: datetime
    touch_id: int | None = None
    topic_id: int | None = None
    goal_id: int | None = None
    subscription_id: int | None = None
    post_id: int | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """A transition before it is a row."""

    from_stage: str
    to_stage: str
    cause: str
    at: datetime
    act: Act | None


def moves_of(acts: Sequence[Act], agreed_at: datetime, until: datetime | None = None) -> list[Move]:
    """The steps through the stages, in time: forward by acts, back by silence, seen up to `until` (None: the last act)."""
    way = _Way()
    for act in sorted(acts, key=lambda each: (each.at, each.kind)):
        way.cool(act.at)
        way.take(act)
    if not way.moves:
        way.step(Stage.AWARENESS, Cause.AGREED, agreed_at, None)
    if until is not None:
        way.cool(until)
    return way.moves


@dataclass(slots=True)
class _Way:
    """Somebody's steps so far, and what the next one hangs on."""

    moves: list[Move] = field(default_factory=list)
    heard_at: datetime | None = None
    touched_at: datetime | None = None
    customer_since: datetime | None = None

    @property
    def stage(self) -> str:
        return self.moves[-1].to_stage if self.moves else ""

    def step(self, stage: str, cause: Cause, at: datetime, act: Act | None) -> None:
        self.moves.append(Move(self.stage, stage, cause, at, act))

    def cool(self, until: datetime) -> None:
        """Back a stage for every stretch of silence that is over by then."""
        if self.heard_at is None:
            return
        at = self.heard_at + COOLS_AFTER
        while at <= until and self.stage in COOLS_TO:
            self.step(COOLS_TO[self.stage], Cause.COOLED, at, None)
            at += COOLS_AFTER

    def take(self, act: Act) -> None:
        for stage, cause in self._reached(act):
            if not self.stage or STAGES.index(stage) > STAGES.index(self.stage):
                self.step(stage, cause, act.at, act)
        self.heard_at = act.at
        if act.touch_id is not None:
            self.touched_at = act.at
        if act.kind == GOAL and self.customer_since is None:
            self.customer_since = act.at

    def _reached(self, act: Act) -> list[tuple[Stage, Cause]]:
        reached: list[tuple[Stage, Cause]] = []
        if not self.moves:
            reached.append((Stage.AWARENESS, Cause.FIRST_VISIT))
        if act.kind == Touch.Kind.READ_ARTICLE:
            reached.append((Stage.INTEREST, Cause.READ_ARTICLE))
        elif act.touch_id is not None and self.touched_at and act.at - self.touched_at > SESSION:
            reached.append((Stage.INTEREST, Cause.RETURNED))
        if act.kind in CAUSES:
            reached.append(CAUSES[act.kind])
        if self._is_customer_at(act.at):
            cause = OF_CUSTOMERS.get(act.kind, Cause.CAME_BACK_AS_CUSTOMER)
            reached.append((Stage.RELATIONSHIP, cause))
        return reached

    def _is_customer_at(self, at: datetime) -> bool:
        since = self.customer_since
        return since is not None and at - since >= CUSTOMER_RETURNS_AFTER


CAUSES: dict[str, tuple[Stage, Cause]] = {
    FOLLOW: (Stage.INTEREST, Cause.FOLLOWED),
    WRITE: (Stage.INTEREST, Cause.WROTE),
    REPLY: (Stage.INTEREST, Cause.ANSWERED),
    QUESTION: (Stage.INTEREST, Cause.ASKED),
    BUYING_QUESTION: (Stage.MOTIVATION, Cause.ASKED_BEFORE_BUYING),
    Touch.Kind.DOWNLOAD: (Stage.MOTIVATION, Cause.DOWNLOADED),
    GOAL: (Stage.ACTION, Cause.GOAL),
}
OF_CUSTOMERS: dict[str, Cause] = {GOAL: Cause.RENEWED, REPLY: Cause.ANSWERED}


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


def causes_of(
    acts: Sequence[Act], moment: datetime, half_life_days: float, most: int = 3
) -> list[tuple[str, int, float]]:
    """What a score is made of: kind of act, how many, and their part of the sum, the largest first."""
    parts: dict[str, tuple[int, float]] = {}
    for act in acts:
        number, sum_ = parts.get(act.kind, (0, 0.0))
        faded = WEIGHTS[act.kind] * 0.5 ** ((moment - act.at) / timedelta(days=half_life_days))
        parts[act.kind] = (number + 1, sum_ + faded)
    found = [(kind, number, part) for kind, (number, part) in parts.items()]
    return sorted(found, key=lambda each: (-each[2], each[0]))[:most]
