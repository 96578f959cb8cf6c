"""The clauses that a proposed text and the text in force have between them."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from governance.clauses import (
    MOST_CLAUSES,
    Clause,
    ClauseChange,
    compare_anchored,
    parse_clauses,
    write_clauses,
)
from governance.models import Amendment, ProposalText


@dataclass(frozen=True, slots=True)
class ClauseInText:
    """A clause as it is in force and as it would read; one of the two may be missing."""

    anchor: str
    now: Clause | None
    proposed: Clause | None

    @property
    def known(self) -> Clause:
        found = self.proposed or self.now
        assert found is not None
        return found

    @property
    def label(self) -> str:
        parts = [f"§ {self.known.number}" if self.known.number else "", self.known.title]
        return " ".join(each for each in parts if each) or _("Opening words")

    @property
    def change(self) -> ClauseChange:
        old, new = ([each] if each else [] for each in (self.now, self.proposed))
        return compare_anchored(old, new)[0]


def clause_in(text: ProposalText, anchor: str) -> ClauseInText | None:
    now = next((each for each in text.base.clauses if each.anchor == anchor), None)
    proposed = next((each for each in text.clauses if each.anchor == anchor), None)
    return ClauseInText(anchor, now, proposed) if now or proposed else None


def amended(text: ProposalText, clause: str, source: str, *, is_added: bool) -> str:
    """The whole text with other words for a clause. Raises ValidationError where that makes no text of clauses."""
    clauses = text.clauses
    place = next((n for n, each in enumerate(clauses) if each.anchor == clause), None)
    if place is None:
        raise ValidationError(_("This clause is not in the proposed text."))
    put = _one_clause(source, has_title=is_added or bool(clauses[place].title))
    if not put and is_added:
        raise ValidationError(_("Write the clause that is to be added."))
    until = place + 1 if is_added else place
    after = write_clauses([*clauses[:until], *put, *clauses[place + 1 :]])
    if len(parse_clauses(after)) > MOST_CLAUSES:
        raise ValidationError(_("A policy has %d clauses at most.") % MOST_CLAUSES)
    if not after.strip():
        raise ValidationError(_("Nothing would be left of the text."))
    if after.split() == text.source.split():
        raise ValidationError(_("These are the words that stand there."))
    return after


def amendment_change(amendment: Amendment) -> ClauseChange:
    """What an amendment would do to its clause, as the clause stood then."""
    before = [] if amendment.is_added else parse_clauses(amendment.before)
    after = parse_clauses(amendment.source)
    if before and after:  # one clause against one, whatever it is called now
        after = [_under(after[0], before[0].anchor)]
    changes = compare_anchored(before, after)
    return changes[0] if changes else ClauseChange("same", "", [], [])


def _one_clause(source: str, *, has_title: bool) -> list[Clause]:
    found = parse_clauses(source)
    if len(found) > 1:
        raise ValidationError(_("One clause at a time: leave one line that begins with “## ”."))
    if found and bool(found[0].title) != has_title:
        if has_title:
            raise ValidationError(_("Begin with the clause's heading, such as “## 3. Links”."))
        raise ValidationError(_("These opening words have no heading."))
    return found


def _under(clause: Clause, anchor: str) -> Clause:
    return Clause(anchor, clause.number, clause.title, clause.body, clause.is_named, clause.heading)
