"""A policy's text as clauses with anchors that stay: a link to #clause-3 means that clause in every version to come."""

from governance.clauses.comparing import (
    ClauseChange,
    compare_anchored,
    compare_clause,
    compare_clauses,
)
from governance.clauses.parsing import (
    MOST_CLAUSES,
    Clause,
    anchored,
    follow_clauses,
    parse_clauses,
    write_clauses,
)
from governance.clauses.showing import cook_clauses, marked

__all__ = [
    "MOST_CLAUSES",
    "Clause",
    "ClauseChange",
    "anchored",
    "compare_anchored",
    "compare_clause",
    "compare_clauses",
    "cook_clauses",
    "follow_clauses",
    "marked",
    "parse_clauses",
    "write_clauses",
]
