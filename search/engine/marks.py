"""Marks: what a filter asks for, kept as words of the document that nobody can write or type.

So words and filters are answered by one look into one index, however large it is.
"""

from datetime import UTC, datetime

# A private-use character: `words.plain` takes it out of everything that people write.
SIGN = "\ue002"
LENGTHS = (10, 8, 6)
"""Of a time written YYYYMMDDHH: hours, days, months."""


def of_language(code: str) -> str:
    return f"{SIGN}l{code}"


def of_kind(kind: str) -> str:
    return f"{SIGN}k{kind}"


def of_space(space_id: int) -> str:
    return f"{SIGN}s{space_id}"


def of_board(board_id: int) -> str:
    return f"{SIGN}b{board_id}"


def of_author(member_id: int) -> str:
    """Somebody who wrote it, or a visible part of it."""
    return f"{SIGN}p{member_id}"


def of_tag(name: str) -> str:
    return f"{SIGN}t{name.lower()[:100]}"


def of_state(state: str) -> str:
    """A state of a thing: "solved", "unsolved", "question", "idea" …"""
    return f"{SIGN}i{state}"


def of_times(moment: datetime) -> list[str]:
    """Hour, day and month (UTC) of the last change: windows over the freshest things, fine and coarse."""
    written = f"{moment.astimezone(UTC):%Y%m%d%H}"
    return [SIGN + written[:length] for length in LENGTHS]


def written(mark: str) -> str:
    """The mark as PostgreSQL reads it in a tsquery: quoted, so that nothing in it is an operator."""
    return "'" + mark.replace("\\", "\\\\").replace("'", "''") + "'"
