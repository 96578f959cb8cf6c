"""What pages read of a roll. Never the entries of others, and never how many there are: that was counted when it was fixed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Count, Q

from accounts.models import Viewer
from core.planned import planned
from core.prepared import Given, Joined, Prepared
from core.rules import Verdict
from governance.models import Proposal, Roll, RollObjection, RollPage
from governance.rolls.hashes import each_of, entry_hash, entry_text, lines
from governance.rolls.rule import RollRule
from governance.rolls.standing import Standing, why_not
from governance.rules import may_answer_objection, may_object

_ONE = """
SELECT {parts}, entry.salt, entry.id IS NOT NULL, coalesce(entry.voted, false)
FROM accounts_member AS member
LEFT JOIN governance_rollentry AS entry ON entry.member_id = member.id AND entry.roll_id = %(roll)s
WHERE member.id = %(member)s
"""

MOST_TO_ANSWER = 50
_OBJECTION = Joined(RollObjection)
_own = Prepared(
    lambda viewer: RollObjection.objects.filter(
        proposal=Given("proposal"), member=viewer.pk
    ).values_list(*_OBJECTION.columns)
)
_counts = Prepared(
    lambda viewer: (
        RollObjection.objects.filter(proposal=Given("proposal"))
        .values("proposal")
        .annotate(
            made=Count("pk"),
            upheld=Count("pk", Q(is_upheld=True)),
            declined=Count("pk", Q(is_upheld=False)),
        )
        .values_list("made", "upheld", "declined")
    )
)


@dataclass(frozen=True, slots=True)
class Objections:
    """How many objected to the roll, and what became of it."""

    made: int
    upheld: int
    declined: int

    @property
    def unanswered(self) -> int:
        return self.made - self.upheld - self.declined


@dataclass(slots=True)
class RollPageView:
    """The roll of a vote as one person sees it."""

    rule: RollRule
    roll: Roll | None
    standing: Standing | None
    objections: Objections
    own_objection: RollObjection | None
    may_object: Verdict
    may_answer: Verdict
    to_answer: list[RollObjection] = field(default_factory=list)

    @property
    def words(self) -> str:
        """The rule as the roll was fixed by, or as it will be."""
        return self.roll.rule_words if self.roll else self.rule.words

    @property
    def root(self) -> str:
        """What the file's own hash must be."""
        return bytes(self.roll.entries_root).hex() if self.roll and self.roll.entries_root else ""


def roll_page(viewer: Viewer, proposal: Proposal) -> RollPageView:
    counts = _counts.fetch(viewer, proposal=proposal.pk)
    own = _own.fetch(viewer, proposal=proposal.pk) if viewer.is_authenticated else []
    answering = may_answer_objection(viewer, proposal)
    waiting = RollObjection.objects.filter(proposal=proposal).waiting().select_related("member")
    return RollPageView(
        rule=RollRule.of(proposal),
        roll=getattr(proposal, "roll", None),
        standing=standing_of(viewer, proposal),
        objections=Objections(*counts[0]) if counts else Objections(0, 0, 0),
        own_objection=_OBJECTION(own[0]) if own else None,
        may_object=may_object(viewer, proposal),
        may_answer=answering,
        to_answer=list(waiting.order_by("pk")[:MOST_TO_ANSWER]) if answering.allowed else [],
    )


def standing_of(viewer: Viewer, proposal: Proposal) -> Standing | None:
    """Where they stand with the roll of this vote; None for visitors. One query."""
    if not viewer.is_authenticated:
        return None
    roll: Roll | None = getattr(proposal, "roll", None)
    rule = RollRule.of(proposal)
    held, salt, is_on, has_voted = _held(rule, viewer.pk, roll)
    if roll is None:
        held["activity"] = True  # they are here
        reason = why_not(rule, held, is_fixed=False)
        return Standing(is_on=not reason, is_fixed=False, reason=reason)
    if not is_on:
        return Standing(
            is_on=False,
            is_fixed=True,
            reason=why_not(rule, held | {"upheld": False}, is_fixed=True),
        )
    if salt is None:  # fixed before entries had salts
        return Standing(is_on=True, is_fixed=True, has_voted=has_voted)
    names = {"proposal_id": proposal.pk, "member_id": viewer.pk}
    return Standing(
        is_on=True, is_fixed=True, has_voted=has_voted,
        entry=entry_text(salt, **names), hash=entry_hash(salt, **names).hex(),
    )  # fmt: skip


def _held(
    rule: RollRule, member_id: int, roll: Roll | None
) -> tuple[dict[str, bool], bytes | None, bool, bool]:
    parts = rule.parts("%(at)s::timestamptz" if roll else "statement_timestamp()")
    given: dict[str, Any] = {"member": member_id, "roll": roll and roll.pk}
    if roll:
        given["at"] = roll.fixed_at
    rows = planned(_ONE.format(parts=", ".join(parts.values())), given)
    *answers, salt, is_on, has_voted = rows[0]
    return dict(zip(parts, answers, strict=True)), salt and bytes(salt), is_on, has_voted


def eligible(rule: RollRule, member_ids: list[int]) -> set[int]:
    """Those of the members who would be on the roll if it were fixed now."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT member.id FROM accounts_member AS member WHERE member.id = ANY(%s) AND {rule.condition()}",  # noqa: S608 - whole numbers only
            [member_ids],
        )
        return {row[0] for row in cursor.fetchall()}


def pages_of(roll: Roll) -> Iterator[bytes]:
    """The published hashes in ascending order, an eighth of them at a time: all of millions never stand in memory."""
    pages = RollPage.objects.filter(roll=roll).order_by("number")
    for first in range(0, 256, 32):
        some = pages.filter(number__range=(first, first + 31))
        yield from map(bytes, some.values_list("hashes", flat=True))


def roll_hashes(roll: Roll) -> Iterator[bytes]:
    """Every published hash, for the public file of the count."""
    return each_of(pages_of(roll))


def roll_file(roll: Roll) -> Iterator[str]:
    """The roll's own file: a hash a line."""
    return map(lines, pages_of(roll))
