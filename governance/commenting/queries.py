"""What the pages of the comment period read, each with a fixed number of queries."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from accounts.models import Viewer
from core.html import plain_text
from core.rules import Verdict
from forums.models import Post
from governance.clauses import ClauseChange, anchored, compare_anchored
from governance.commenting.clauses import ClauseInText, amendment_change
from governance.commenting.rules import (
    may_amend,
    may_answer_clause,
    may_argue,
    may_settle,
    may_support,
    may_unpin,
    may_withdraw_amendment,
)
from governance.models import (
    Amendment,
    AmendmentSupport,
    Argument,
    ClauseAnswer,
    Proposal,
    ProposalText,
    TextRevision,
)

MOST_SHOWN = 20
"""Arguments of each side on a clause's page, those most are thankful for first; the rest is in the discussion."""
MOST_AMENDMENTS = 30
WORDS_CHARS = 900
POINTER = re.compile(r"\n*\[[^\[\]\n]*\]\(/proposals/\d+/clauses/[^\s()]*\)\s*\Z")


@dataclass(frozen=True, slots=True)
class Said:
    """An argument as its clause's page shows it."""

    argument: Argument
    post: Post
    words: str
    may_unpin: bool


@dataclass(slots=True)
class ClausePage:
    """A clause of a proposed text as its page shows it to one person."""

    proposal: Proposal
    text: ProposalText
    clause: ClauseInText
    change: ClauseChange
    sides: list[tuple[str, str, list[Said], int]]
    """For and against: its name, its words, those shown, and how many there are."""
    amendments: list[Amendment]
    answer: ClauseAnswer | None
    may_argue: Verdict
    may_amend: Verdict
    may_answer: Verdict


@dataclass(slots=True)
class AmendmentPage:
    amendment: Amendment
    change: ClauseChange
    why: str
    supports: bool
    may_support: Verdict
    may_settle: Verdict
    may_withdraw: Verdict


@dataclass(frozen=True, slots=True)
class Revised:
    """A change of a proposed text: the clauses that it touched."""

    revision: TextRevision
    changes: list[ClauseChange]


def texts_of(proposal: Proposal) -> QuerySet[ProposalText]:
    return proposal.texts.select_related("policy", "base", "option").order_by(
        "option__position", "policy"
    )


def clause_page(
    viewer: Viewer, proposal: Proposal, text: ProposalText, clause: ClauseInText
) -> ClausePage:
    here = {"text": text, "clause": clause.anchor}
    text.proposal = proposal
    visible = Argument.objects.visible_to(viewer).filter(**here)
    counts = dict(visible.order_by().values_list("side").annotate(n=Count("pk")))
    amendments = Amendment.objects.visible_to(viewer).filter(**here).select_related("by", "text")
    answer = ClauseAnswer.objects.current().filter(**here).select_related("by").first()
    return ClausePage(
        proposal=proposal,
        text=text,
        clause=clause,
        change=clause.change,
        sides=[
            (side.value, str(side.label), _said(viewer, visible.filter(side=side), text), counts.get(side, 0))
            for side in Argument.Side
        ],
        amendments=list(amendments.order_by("-supports_count", "pk")[:MOST_AMENDMENTS]),
        answer=answer,
        may_argue=may_argue(viewer, proposal),
        may_amend=may_amend(viewer, proposal),
        may_answer=may_answer_clause(viewer, proposal),
    )  # fmt: skip


def amendment_page(viewer: Viewer, amendment: Amendment) -> AmendmentPage:
    supported = AmendmentSupport.objects.filter(amendment=amendment, member=viewer.pk)
    return AmendmentPage(
        amendment=amendment,
        change=amendment_change(amendment),
        why=words_of(amendment.post),
        supports=viewer.is_authenticated and supported.exists(),
        may_support=may_support(viewer, amendment),
        may_settle=may_settle(viewer, amendment),
        may_withdraw=may_withdraw_amendment(viewer, amendment),
    )


def revisions_of(proposal: Proposal) -> list[Revised]:
    """The newest first."""
    rows = TextRevision.objects.filter(text__proposal=proposal).select_related(
        "text__policy", "by", "amendment"
    )
    return [Revised(each, list(_touched(each))) for each in rows.order_by("-at", "-pk")]


def words_of(post: Post) -> str:
    """A post's words without the line that leads back to the clause."""
    if POINTER.search(post.source):
        html = post.html.rstrip()
        return plain_text(html[: html.rfind("<p")], WORDS_CHARS)
    return plain_text(post.html, WORDS_CHARS)


def _said(viewer: Viewer, arguments: QuerySet[Argument], text: ProposalText) -> list[Said]:
    rows = arguments.select_related("post__author").order_by("-post__thanks_count", "pk")
    said = []
    for each in rows[:MOST_SHOWN]:
        each.text = text
        said.append(Said(each, each.post, words_of(each.post), bool(may_unpin(viewer, each))))
    return said


def _touched(revision: TextRevision) -> Iterable[ClauseChange]:
    before = anchored(revision.before, revision.anchors_before)
    after = anchored(revision.after, revision.anchors_after)
    return (each for each in compare_anchored(before, after) if each.kind != "same")
