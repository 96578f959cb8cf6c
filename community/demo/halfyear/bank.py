"""Reads the questions kept in `launch.md`, `home.md`, `later.md` and `filter.md`; planting deals them out to people and days.

# Title
:: board tag,other-tag key=name
The question.
>! An answer that solves it (or `>`: one that does not).
< What the asker says to it.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Line:
    """A reply: the asker's own, or somebody's."""

    text: str
    is_askers: bool = False
    solves: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    title: str
    board: str
    tags: tuple[str, ...]
    key: str
    text: str
    replies: tuple[Line, ...]

    @property
    def is_solved(self) -> bool:
        return any(line.solves for line in self.replies)


@cache
def questions(name: str) -> tuple[Question, ...]:
    """Those of one file, in its order."""
    text = (HERE / f"{name}.md").read_text(encoding="utf-8")
    return tuple(
        _question(chunk) for chunk in re.split(r"^# ", text, flags=re.MULTILINE) if chunk.strip()
    )


def _question(chunk: str) -> Question:
    title, facts, *lines = chunk.strip().splitlines()
    board, tags, *words = facts.removeprefix("::").split()
    replies = tuple(_reply(line) for line in lines if line[:1] in "<>")
    asked = "\n".join(line for line in lines if line[:1] not in ("<", ">"))
    return Question(
        title=title.strip(),
        board=board,
        tags=tuple(tag.replace("-", " ") for tag in tags.split(",")),
        key=next((word.removeprefix("key=") for word in words), ""),
        text=asked.strip(),
        replies=replies,
    )


def _reply(line: str) -> Line:
    mark, _, text = line.partition(" ")
    return Line(text.strip(), is_askers=mark == "<", solves=mark == ">!")
