"""Reads the conversations kept as Markdown in `topics/`.

A file holds topics. A topic is a heading, one line of facts, its text and its replies:

    # Title
    :: space/board kind author 96d 20:10 likes=5 key=name tags=a,b

    Text of the first post.

    --- author +45m solves likes=7
    Text of a reply, 45 minutes after the post before it.
"""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path

TOPICS = Path(__file__).parent / "topics"
DELAY = re.compile(r"(\d+)([dhm])")
UNITS = {"d": "days", "h": "hours", "m": "minutes"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """`ago` is the time before the anchor (today's midnight)."""

    by: str
    ago: timedelta
    text: str
    likes: int = 0
    solves: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    space: str
    board: str
    kind: str
    by: str
    ago: timedelta
    title: str
    text: str
    likes: int = 0
    votes: int = 0
    key: str = ""
    tags: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()
    replies: tuple[Reply, ...] = field(default=())

    @property
    def solutions(self) -> list[Reply]:
        return [reply for reply in self.replies if reply.solves]

    @property
    def solution(self) -> Reply | None:
        return next((reply for reply in self.replies if reply.solves), None)


def delay(text: str) -> timedelta:
    """`"1d3h"` or `"+45m"` as a span of time."""
    return timedelta(**{UNITS[unit]: int(number) for number, unit in DELAY.findall(text)})


def moment(days: str, clock: str) -> timedelta:
    """`"96d", "20:10"`: ten past eight in the evening, 96 days ago, as time before midnight today."""
    hours, minutes = clock.split(":")
    return delay(days) - timedelta(hours=int(hours), minutes=int(minutes))


def read_facts(words: list[str]) -> tuple[dict[str, str], frozenset[str]]:
    named = dict(word.split("=", 1) for word in words if "=" in word)
    return named, frozenset(word for word in words if "=" not in word)


def read_replies(blocks: list[str], opened: timedelta) -> tuple[Reply, ...]:
    found, ago = [], opened
    for block in blocks:
        head, _, text = block.partition("\n")
        by, after, *words = head.split()
        named, flags = read_facts(words)
        ago -= delay(after)
        found.append(
            Reply(
                by=by,
                ago=ago,
                text=text.strip(),
                likes=int(named.get("likes", 0)),
                solves="solves" in flags,
            )
        )
    return tuple(found)


def _conversation(chunk: str) -> Conversation:
    title, _, rest = chunk.partition("\n")
    facts, _, rest = rest.partition("\n")
    where, kind, by, days, clock, *words = facts.removeprefix("::").split()
    space, board = where.split("/")
    named, flags = read_facts(words)
    text, *blocks = re.split(r"^--- ", rest, flags=re.MULTILINE)
    ago = moment(days, clock)
    return Conversation(
        space=space,
        board=board,
        kind=kind,
        by=by,
        ago=ago,
        title=title.strip(),
        text=text.strip(),
        likes=int(named.get("likes", 0)),
        votes=int(named.get("votes", 0)),
        key=named.get("key", ""),
        tags=tuple(tag.replace("-", " ") for tag in named.get("tags", "").split(",") if tag),
        flags=flags,
        replies=read_replies(blocks, ago),
    )


@cache
def conversations() -> tuple[Conversation, ...]:
    """All of them, oldest first."""
    found = [each for path in sorted(TOPICS.glob("*.md")) for each in read_conversations(path)]
    return tuple(sorted(found, key=lambda conversation: -conversation.ago))


def read_conversations(path: Path) -> list[Conversation]:
    """Those of one file, in its order."""
    chunks = re.split(r"^# ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return [_conversation(chunk) for chunk in chunks]
