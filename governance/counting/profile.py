"""What was asked and what was cast, as every method of counting reads it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

# Positions in order of preference, the most preferred first; several that stand equal are a tuple within
# (only elections from elsewhere have those). One of several is one position; yes is (1,) and no (2,); () abstains.
Choice = tuple[int | tuple[int, ...], ...]


class Method(StrEnum):
    """The values are stored and published: they never change."""

    YES_NO = "yes_no"
    SINGLE = "single"
    APPROVAL = "approval"
    RANKED_IRV = "ranked_irv"
    SCHULZE = "schulze"


YES, NO = 1, 2


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked. `keeps` is the option that leaves the text in force as it is; it is never withdrawn."""

    method: Method
    options: tuple[int, ...]
    keeps: int | None = None
    withdrawn: frozenset[int] = frozenset()

    @classmethod
    def yes_no(cls) -> "Question":
        return cls(Method.YES_NO, (YES, NO), keeps=NO)

    @property
    def standing(self) -> tuple[int, ...]:
        return tuple(each for each in self.options if each not in self.withdrawn)


@dataclass(frozen=True, slots=True)
class Profile:
    """How often each choice was cast. Equal ballots are one line: of five ranked options there are 326."""

    ballots: Mapping[Choice, int]

    @classmethod
    def of(cls, choices: Iterable[Choice]) -> "Profile":
        return cls(Counter(choices))

    @property
    def size(self) -> int:
        return sum(self.ballots.values())

    @property
    def abstained(self) -> int:
        return self.ballots.get((), 0)

    def among(self, standing: Iterable[int]) -> "Profile":
        """The same ballots as if only these options had been there; whoever named none of them is left out."""
        there, kept = frozenset(standing), Counter[Choice]()
        for choice, number in self.ballots.items():
            if reduced := _only(choice, there):
                kept[reduced] += number
        return Profile(kept)


def groups(choice: Choice) -> tuple[tuple[int, ...], ...]:
    """The options of a choice in order of preference, those that stand equal together."""
    return tuple(each if isinstance(each, tuple) else (each,) for each in choice)


def _only(choice: Choice, there: frozenset[int]) -> Choice:
    reduced: list[int | tuple[int, ...]] = []
    for group in groups(choice):
        left = tuple(each for each in group if each in there)
        if left:
            reduced.append(left[0] if len(left) == 1 else left)
    return tuple(reduced)


def check_choices(question: Question, profile: Profile) -> None:
    """The database refuses such ballots; should one be there, nobody counts it in silence."""
    one_at_most = question.method in (Method.YES_NO, Method.SINGLE)
    for choice in profile.ballots:
        named = [each for group in groups(choice) for each in group]
        if len(set(named)) < len(named) or not set(named) <= set(question.options):
            raise ValueError(f"{choice} is no choice among the options {question.options}.")
        if one_at_most and len(named) > 1:
            raise ValueError(f"{choice} names several options where one was asked for.")
