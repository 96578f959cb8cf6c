"""What becomes of each clause from one text to another, word by word."""

import re
from collections import Counter
from dataclasses import dataclass

from core.text import Change, word_diff
from core.text.diff import Kind, clause_diff
from governance.clauses.parsing import Clause, follow_clauses, parse_clauses, partners_by_anchor

WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """What becomes of one clause: `kind` is same, changed, added or removed."""

    kind: str
    number: str
    heading: list[Change]
    paragraphs: list[list[Change]]
    anchor: str = ""


def compare_clauses(before: str, after: str) -> list[ClauseChange]:
    """Return what becomes of each clause, in the order of the new text; clauses that go stand where they stood."""
    old = parse_clauses(before)
    return compare_anchored(old, follow_clauses(old, after))


def compare_anchored(old: list[Clause], new: list[Clause]) -> list[ClauseChange]:
    """The same for clauses that carry the anchors of one policy: any two of its versions."""
    partner = partners_by_anchor(old, new)
    gone = [clause for clause in old if clause not in partner.values()]
    changes: list[ClauseChange] = []
    place = 0  # in the old text: what went from here on stands before the next clause
    for clause in new:
        was = partner.get(clause)
        while gone and old.index(gone[0]) <= (old.index(was) if was else place):
            place = old.index(gone[0]) + 1
            changes.append(_whole(gone.pop(0), "removed"))
        if was:
            place = old.index(was) + 1
        changes.append(compare_clause(was, clause) if was else _whole(clause, "added"))
    return changes + [_whole(clause, "removed") for clause in gone]


def compare_clause(was: Clause, clause: Clause) -> ClauseChange:
    heading = word_diff(was.title, clause.title)
    paragraphs = _compared_paragraphs(was.body, clause.body)
    differs = any(change.kind != "same" for row in [heading, *paragraphs] for change in row)
    number = clause.number if was.number == clause.number else f"{was.number} → {clause.number}"
    kind = "changed" if differs or was.number != clause.number else "same"
    return ClauseChange(kind, number, heading, paragraphs, clause.anchor)


def _compared_paragraphs(before: str, after: str) -> list[list[Change]]:
    """Word by word, each paragraph with its own: by place where their number stays, else by likeness."""
    old, new = _paragraphs(before), _paragraphs(after)
    if len(old) != len(new):
        return clause_diff(before, after)
    rows: list[list[Change]] = []
    for was, now in zip(old, new, strict=True):
        if _share_words(was, now):
            rows.append(word_diff(was, now))
        else:
            rows += [[Change("removed", was)], [Change("added", now)]]
    return rows


def _share_words(one: str, other: str) -> bool:
    """Whether half of the shorter one's words are in the other: below that, words side by side are confetti."""
    mine, yours = (Counter(WORD.findall(text.casefold())) for text in (one, other))
    return 2 * (mine & yours).total() >= min(mine.total(), yours.total())


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]


def _whole(clause: Clause, kind: Kind) -> ClauseChange:
    return ClauseChange(
        kind,
        clause.number,
        [Change(kind, clause.title)] if clause.title else [],
        [[Change(kind, part)] for part in _paragraphs(clause.body)],
        clause.anchor,
    )
