"""A policy's text as clauses: a second-level heading begins one, `## 3. Links` or `## 3. Links {#links}`."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.text import slugify

HEADING = re.compile(r"^## +(?:(?P<number>\d{1,4}(?:\.\d{1,4})*)[.)]? +)?(?P<title>\S.*)$")
NAME = re.compile(r"\{#([a-z0-9][a-z0-9-]{0,59})\}")
FENCE = re.compile(r"^ {0,3}(```|~~~)")
MOST_CLAUSES = 200  # they are compared on every view of a proposal


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered part of a policy. The words before the first heading are a clause without a title."""

    anchor: str
    number: str
    title: str
    body: str
    is_named: bool = False
    """Whether the text itself gives the anchor, so that nothing but the text may change it."""
    heading: str = ""
    """The line that begins it, as it was written."""

    @property
    def source(self) -> str:
        return f"{self.heading}\n\n{self.body}".strip()


def parse_clauses(source: str) -> list[Clause]:
    """Split the Markdown at its second-level headings; code blocks are left alone."""
    clauses: list[Clause] = []
    taken: set[str] = set()
    for number, title, name, body, heading in _parts(source):
        if title or body:
            own = name or number.replace(".", "-") or slugify(title)[:60] or "preamble"
            anchor = free_anchor(f"clause-{own}", taken)
            taken.add(anchor)
            clauses.append(Clause(anchor, number, title, body, bool(name), heading))
    return clauses


def anchored(source: str, anchors: Sequence[str] | None) -> list[Clause]:
    """The clauses under the anchors that were kept with the text; their own where none were."""
    clauses = parse_clauses(source)
    if anchors is None or len(anchors) != len(clauses):
        return clauses
    return [replace(each, anchor=anchor) for each, anchor in zip(clauses, anchors, strict=True)]


def follow_clauses(before: list[Clause], source: str, ever: Iterable[str] = ()) -> list[Clause]:
    """The clauses of a text that follows another: what stays keeps its anchor, however it is numbered now.

    What is new takes none that a clause before it, or any of `ever`, had: a link never comes to mean another clause.
    """
    new = parse_clauses(source)
    partner = partners(before, new)
    taken = {each.anchor for each in before} | set(ever)
    taken |= {each.anchor for each in new if each.is_named}
    followed: list[Clause] = []
    for clause in new:
        was = partner.get(clause)
        if clause.is_named:
            anchor = clause.anchor
        else:
            anchor = was.anchor if was else free_anchor(clause.anchor, taken)
            taken.add(anchor)
        followed.append(replace(clause, anchor=anchor))
    return followed


def write_clauses(clauses: list[Clause]) -> str:
    """The text that these clauses make."""
    return "\n\n".join(clause.source for clause in clauses) + "\n"


def partners(old: list[Clause], new: list[Clause]) -> dict[Clause, Clause]:
    """The old clause of each new one: by its given name, then by title, so that renumbering shows as such, then by number."""
    free = list(old)
    partner: dict[Clause, Clause] = {}
    for same in (_same_name, _same_title, _same_number):
        for clause in new:
            if clause not in partner:
                found = next((each for each in free if same(each, clause)), None)
                if found:
                    partner[clause] = found
                    free.remove(found)
    return partner


def partners_by_anchor(old: list[Clause], new: list[Clause]) -> dict[Clause, Clause]:
    """The old clause of each new one where both carry anchors of one policy; what came back is told by its title."""
    by_anchor = {each.anchor: each for each in old}
    partner = {each: by_anchor[each.anchor] for each in new if each.anchor in by_anchor}
    free = [each for each in old if each not in partner.values()]
    for clause in new:
        if clause not in partner and (
            found := next((each for each in free if _same_title(each, clause)), None)
        ):
            partner[clause] = found
            free.remove(found)
    return partner


def free_anchor(anchor: str, taken: set[str]) -> str:
    own, again = anchor, 2
    while anchor in taken:
        anchor, again = f"{own}-{again}", again + 1
    return anchor


def _parts(source: str) -> Iterator[tuple[str, str, str, str, str]]:
    number, title, name, fence, begins = "", "", "", "", ""
    lines: list[str] = []
    for line in source.replace("\r\n", "\n").split("\n"):
        marker = FENCE.match(line)
        if marker and fence in ("", marker[1]):
            fence = "" if fence else marker[1]
        heading = None if fence else HEADING.match(line)
        if heading:
            yield number, title, name, "\n".join(lines).strip(), begins
            number, begins, lines = heading["number"] or "", line.rstrip(), []
            title, name = _named(heading["title"].rstrip(" #"))
        else:
            lines.append(line)
    yield number, title, name, "\n".join(lines).strip(), begins


def _named(title: str) -> tuple[str, str]:
    """A heading's words, and the name that stands in braces behind them."""
    words, brace, rest = title.rpartition("{#")
    given = NAME.fullmatch(brace + rest)
    return (words.rstrip(" #"), given[1]) if given and words.strip() else (title, "")


def _same_name(a: Clause, b: Clause) -> bool:
    """A clause that has come to be named is the one it stood for, too."""
    return b.is_named and a.anchor == b.anchor


def _same_title(a: Clause, b: Clause) -> bool:
    return a.title.casefold() == b.title.casefold()


def _same_number(a: Clause, b: Clause) -> bool:
    return bool(a.number) and a.number == b.number
