"""What happens in moderation. Ids only; whoever listens reads the rest."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PostReported:
    report_id: int
    post_id: int


@dataclass(frozen=True, slots=True)
class ReportDecided:
    report_id: int
    post_id: int
    act_id: int
    decision: str


@dataclass(frozen=True, slots=True)
class ActUndone:
    act_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class QuestionClaimed:
    topic_id: int
    by_id: int
