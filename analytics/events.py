from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AssumptionSet:
    assumption_id: int
    name: str


@dataclass(frozen=True, slots=True)
class CustomersCounted:
    count_id: int


@dataclass(frozen=True, slots=True)
class SurveyAnswered:
    survey_id: str


@dataclass(frozen=True, slots=True)
class GoalRecorded:
    goal_id: int
    member_id: int


@dataclass(frozen=True, slots=True)
class SplitBegun:
    """A space is being parted: conversations go to boards of their own."""

    split_id: int
    space_id: int


@dataclass(frozen=True, slots=True)
class SplitUndone:
    split_id: int
    space_id: int
