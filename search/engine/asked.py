"""What a search asks for besides words: the engine's own terms, of ids it was given."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from search.engine import marks


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """All of them hold together; of `kinds`, `any_state` and `by_ids` any one; so of what it is
    about, a tag or the space. `begun_before` and `active_since` are moments."""

    space_id: int | None = None
    board_id: int | None = None
    kinds: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    any_state: tuple[str, ...] = ()
    by_ids: tuple[int, ...] = ()
    about_tags: tuple[str, ...] = ()
    about_space_id: int | None = None
    begun_before: datetime | None = None
    active_since: datetime | None = None

    @property
    def are_any(self) -> bool:
        return self != NONE

    def as_marks(self) -> list[str]:
        """What the index answers by itself, as parts of a tsquery."""
        asked = [marks.written(marks.of_tag(tag)) for tag in self.tags]
        asked += [marks.written(marks.of_state(state)) for state in self.states]
        if self.board_id is not None:
            asked.append(marks.written(marks.of_board(self.board_id)))
        elif self.space_id is not None:
            asked.append(marks.written(marks.of_space(self.space_id)))
        if self.kinds:
            asked.append(_any(marks.of_kind(kind) for kind in self.kinds))
        if self.any_state:
            asked.append(_any(marks.of_state(state) for state in self.any_state))
        if self.by_ids:
            asked.append(_any(marks.of_author(each) for each in self.by_ids))
        if about := self._about():
            asked.append(_any(about))
        return asked

    def _about(self) -> list[str]:
        space = self.about_space_id
        of_space = [marks.of_space(space)] if space is not None else []
        return [*map(marks.of_tag, self.about_tags), *of_space]


NONE = Filters()


def _any(some: Iterable[str]) -> str:
    return "(" + " | ".join(marks.written(each) for each in some) + ")"
