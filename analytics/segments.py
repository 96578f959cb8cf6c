"""Segments: how many members gave which answer. Numbers that could point at somebody are not shown."""

from dataclasses import dataclass, field

from django.db.models import Count, Min
from django.db.models.functions import Lower

from accounts.models import ProfileQuestion, Purpose
from analytics.models import Lead, ToldAnswer

FEWEST = 5
MOST = 50


@dataclass(slots=True)
class Segment:
    """The answers to one question: each with its number, the most frequent first."""

    question: ProfileQuestion
    answers: list[tuple[str, int]] = field(default_factory=list)
    has_others: bool = False
    """Answers of fewer than five members each. No sum is shown beside them: it would tell their number."""


def segments() -> list[Segment]:
    """Every question that somebody answered for use, in two queries."""
    found: dict[int, Segment] = {
        question.pk: Segment(question)
        for question in ProfileQuestion.objects.order_by("position", "pk")
    }
    counted = (
        ToldAnswer.objects.consented()
        .values("question", key=Lower("value"))
        .annotate(number=Count("pk"), shown=Min("value"))
        .order_by("-number", "shown")
    )
    for row in counted:
        segment = found[row["question"]]
        if row["number"] < FEWEST:
            segment.has_others = True
        elif len(segment.answers) < MOST:
            segment.answers.append((row["shown"], row["number"]))
    return [each for each in found.values() if each.answers or each.has_others]


def is_large_enough(segment: tuple[int, str]) -> bool:
    """Whether five members or more gave this answer and agree: figures of fewer would be about persons."""
    question, answer = segment
    told = ToldAnswer.objects.consented().filter(question=question, value__iexact=answer)
    return told.values("member").distinct().count() >= FEWEST


def is_told_by_name(segment: tuple[int, str]) -> bool:
    """Whether its answers were given for sales to see with the member's name; all others are counted without names."""
    return ProfileQuestion.objects.filter(pk=segment[0], purpose=Purpose.SALES).exists()


def told_by(lead: Lead) -> list[ToldAnswer]:
    """What a lead told us for sales to see; nothing of what is counted without names."""
    if lead.member_id is None:
        return []
    rows = ToldAnswer.objects.consented().filter(
        member=lead.member_id, question__purpose=Purpose.SALES
    )
    return list(rows.select_related("question").order_by("question__position", "pk"))
