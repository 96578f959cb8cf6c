"""A policy's text as clauses with anchors that stay: `## 3. Links` is #clause-3 in every version."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core.text import Change, cook, word_diff
from core.text.diff import Kind, clause_diff

HEADING = re.compile(r"^## +(?:(?P<number>\d{1,4}(?:\.\d{1,4})*)[.)]? +)?(?P<title>\S.*)$")
WORD = re.compile(r"\w+")
FENCE = re.compile(r"^ {0,3}(```|~~~)")


MOST_CLAUSES = 200  # they are compared on every view of a proposal


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered part of a policy. The words before the first heading are a clause without a title."""

    anchor: str
    number: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """What becomes of one clause: `kind` is same, changed, added or removed."""

    kind: str
    number: str
    heading: list[Change]
    paragraphs: list[list[Change]]


def parse_clauses(source: str) -> list[Clause]:
    """Split the Markdown at its second-level headings; code blocks are left alone."""
    clauses: list[Clause] = []
    taken: set[str] = set()
    for number, title, body in _parts(source):
        if title or body:
            clauses.append(Clause(_anchor(number, title, taken), number, title, body))
    return clauses


def cook_clauses(source: str) -> SafeString:
    """Return the whole text as safe HTML, a section with an id a clause."""
    return format_html_join("\n", "{}", ((_section(clause),) for clause in parse_clauses(source)))


def compare_clauses(before: str, after: str) -> list[ClauseChange]:
    """Return what becomes of each clause, in the order of the new text; clauses that go stand where they stood."""
    old, new = parse_clauses(before), parse_clauses(after)
    partner = _partners(old, new)
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
        changes.append(_compared(was, clause) if was else _whole(clause, "added"))
    return changes + [_whole(clause, "removed") for clause in gone]


def _parts(source: str) -> Iterator[tuple[str, str, str]]:
    number, title, fence = "", "", ""
    lines: list[str] = []
    for line in source.replace("\r\n", "\n").split("\n"):
        marker = FENCE.match(line)
        if marker and fence in ("", marker[1]):
            fence = "" if fence else marker[1]
        heading = None if fence else HEADING.match(line)
        if heading:
            yield number, title, "\n".join(lines).strip()
            number, title, lines = heading["number"] or "", heading["title"].rstrip(" #"), []
        else:
            lines.append(line)
    yield number, title, "\n".join(lines).strip()


def _anchor(number: str, title: str, taken: set[str]) -> str:
    name = number.replace(".", "-") or slugify(title)[:60] or "preamble"
    anchor, again = f"clause-{name}", 2
    while anchor in taken:
        anchor, again = f"clause-{name}-{again}", again + 1
    taken.add(anchor)
    return anchor


def _section(clause: Clause) -> SafeString:
    number = (
        format_html('<p class="clause-no"><a href="#{}">§ {}</a></p>', clause.anchor, clause.number)
        if clause.number
        else ""
    )
    title = format_html("<h3>{}</h3>", clause.title) if clause.title else ""
    return format_html(
        '<section class="clause" id="{}">{}<div class="prose">{}{}</div></section>',
        clause.anchor,
        number,
        title,
        mark_safe(cook(clause.body, pictures=False)),  # noqa: S308 (cook() cleans)
    )


def _partners(old: list[Clause], new: list[Clause]) -> dict[Clause, Clause]:
    """The old clause of each new one: by title first, so that renumbering shows as such, then by number."""
    free = list(old)
    partner: dict[Clause, Clause] = {}
    for same in (_same_title, _same_number):
        for clause in new:
            if clause not in partner:
                found = next((each for each in free if same(each, clause)), None)
                if found:
                    partner[clause] = found
                    free.remove(found)
    return partner


def _same_title(a: Clause, b: Clause) -> bool:
    return a.title.casefold() == b.title.casefold()


def _same_number(a: Clause, b: Clause) -> bool:
    return bool(a.number) and a.number == b.number


def _compared(was: Clause, clause: Clause) -> ClauseChange:
    heading = word_diff(was.title, clause.title)
    paragraphs = _compared_paragraphs(was.body, clause.body)
    differs = any(change.kind != "same" for row in [heading, *paragraphs] for change in row)
    number = clause.number if was.number == clause.number else f"{was.number} → {clause.number}"
    kind = "changed" if differs or was.number != clause.number else "same"
    return ClauseChange(kind, number, heading, paragraphs)


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
    )


def marked(changes: list[Change]) -> SafeString:
    """The words of one paragraph with <ins> and <del>, escaped; spoken as such too."""
    return format_html_join("", "{}", ((_mark(each),) for each in changes))


def _mark(change: Change) -> str:
    if change.kind == "added":
        return format_html(
            '<ins><span class="unseen">{} </span>{}</ins>', _("[added:]"), change.text
        )
    if change.kind == "removed":
        return format_html(
            '<del><span class="unseen">{} </span>{}</del>', _("[removed:]"), change.text
        )
    return change.text
