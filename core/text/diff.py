"""What changed between two versions of a text, word by word."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

# Beyond these a clause is shown as replaced whole: matching is quadratic at its worst.
MAX_WORDS = 3_000
MAX_PAIRS = 100_000
MAX_CLAUSES = 500
MAX_EQUAL_CLAUSES = 20_000  # pairs of clauses that say the same
MAX_LOOKS = 500_000  # at words of clauses, for one that is like it
ALIKE = 0.4  # two clauses with less in common are one struck out and one put in

_WORD = re.compile(r"(?:\w+|[^\w\s])\s*")
_CLAUSE = re.compile(r"\n\s*\n")

Kind = Literal["same", "removed", "added"]


@dataclass
class Effort:
    """What is left of what one comparison may take, whatever the number of its clauses."""

    looks: int = MAX_LOOKS
    pairs: int = 3 * MAX_PAIRS


@dataclass(frozen=True)
class Change:
    kind: Kind
    text: str


def word_diff(before: str, after: str, effort: Effort | None = None) -> list[Change]:
    """Return the steps from `before` to `after`; without the added ones they spell `before`.

    White space is not a change; what stays is shown as `after` sets it.
    """
    old, new = _WORD.findall(before.strip()), _WORD.findall(after.strip())
    old_words, new_words = [word.rstrip() for word in old], [word.rstrip() for word in new]
    if _too_much(old_words, new_words, effort or Effort()):
        return _whole(before, after)
    matcher = SequenceMatcher(None, old_words, new_words, autojunk=False)
    changes: list[Change] = []
    removed = added = ""
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            removed += "".join(old[i1:i2])
            added += "".join(new[j1:j2])
            continue
        _add(changes, removed, added)
        changes.append(Change("same", "".join(new[j1 : j2 - 1]) + new_words[j2 - 1]))
        removed, added = _gap(old[i2 - 1]), _gap(new[j2 - 1])
        if removed and added:  # some space on both sides: which kind is no matter
            changes[-1] = Change("same", changes[-1].text + added)
            removed = added = ""
    _add(changes, removed, added)
    return changes


def clause_diff(before: str, after: str) -> list[list[Change]]:
    """Return the changes of each clause; clauses are set apart by an empty line."""
    old, new = _clauses(before), _clauses(after)
    if max(len(old), len(new)) > MAX_CLAUSES or _pairs(old, new) > MAX_EQUAL_CLAUSES:
        return [_whole(before, after)]
    rows: list[list[Change]] = []
    effort = Effort()
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            rows += [[Change("same", clause)] for clause in old[i1:i2]]
        else:
            rows += _paired(old[i1:i2], new[j1:j2], effort)
    return rows


def diff_html(before: str, after: str) -> SafeString:
    """Return the clauses as paragraphs with `<ins>` and `<del>`; the words are escaped."""
    return format_html_join(
        "\n", '<p class="{}">{}</p>', (_paragraph(row) for row in clause_diff(before, after))
    )


def _paragraph(row: list[Change]) -> tuple[str, SafeString]:
    kinds = {change.kind for change in row}
    name = "" if kinds <= {"same"} else "changed"
    return name, format_html_join("", "{}", ((_marked(change),) for change in row))


def _marked(change: Change) -> SafeString:
    if change.kind == "removed":
        return format_html(
            '<del><span class="unseen">{} </span>{}</del>', _("[removed:]"), change.text
        )
    if change.kind == "added":
        return format_html(
            '<ins><span class="unseen">{} </span>{}</ins>', _("[added:]"), change.text
        )
    return format_html("{}", change.text)


def _clauses(text: str) -> list[str]:
    return [
        clause.strip() for clause in _CLAUSE.split(text.replace("\r\n", "\n")) if clause.strip()
    ]


def _paired(old: list[str], new: list[str], effort: Effort) -> Iterator[list[Change]]:
    """Pair the clauses in order where they resemble each other; the rest came or went whole."""
    words = [_counted(each) for each in new]
    at = 0
    for clause in old:
        mine = _counted(clause)
        cost = 5 + len(mine)
        last = min(len(new), at + effort.looks // cost)
        likest = next((index for index in range(at, last) if _alike(mine, words[index])), None)
        effort.looks -= cost * ((last if likest is None else likest + 1) - at)
        if likest is None:
            yield [Change("removed", clause)]
            continue
        for added in new[at:likest]:
            yield [Change("added", added)]
        yield word_diff(clause, new[likest], effort)
        at = likest + 1
    for added in new[at:]:
        yield [Change("added", added)]


def _counted(clause: str) -> Counter[str]:
    return Counter(clause.lower().split())


def _alike(mine: Counter[str], yours: Counter[str]) -> bool:
    return (mine & yours).total() >= ALIKE * max(mine.total(), yours.total(), 1)


def _too_much(old: list[str], new: list[str], effort: Effort) -> bool:
    if len(old) > MAX_WORDS or len(new) > MAX_WORDS:
        return True
    pairs = _pairs(old, new)
    if pairs > min(MAX_PAIRS, effort.pairs):
        return True
    effort.pairs -= pairs
    return False


def _pairs(old: list[str], new: list[str]) -> int:
    """How many pairs of equal ones there are: what matching takes grows with them."""
    theirs = Counter(new)
    return sum(count * theirs[each] for each, count in Counter(old).items())


def _gap(word: str) -> str:
    return word[len(word.rstrip()) :]


def _whole(before: str, after: str) -> list[Change]:
    changes: list[Change] = []
    if before == after:
        return [Change("same", before)] if before else []
    _add(changes, before, after)
    return changes


def _add(changes: list[Change], removed: str, added: str) -> None:
    changes += [Change("removed", removed)] if removed else []
    changes += [Change("added", added)] if added else []
