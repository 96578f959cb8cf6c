"""Rows behind the figures, as pages and CSV show them, with a fixed number of queries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Viewer
from analytics.models import Grade, IntentEvidence, SupportIntent
from content.models import Article
from forums.models import Topic
from support.models import Case, OfferedAnswer

Kind = IntentEvidence.Kind


@dataclass(frozen=True, slots=True)
class Conversation:
    """A link to a conversation; without `url` it is in a space the reader does not belong to."""

    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class IntentRow:
    intent: SupportIntent
    title: str
    url: str
    is_provisional: bool
    happened: list[tuple[str, Conversation | None]] = field(default_factory=list)


def visible_topics(viewer: Viewer, ids: set[int]) -> dict[int, Conversation]:
    topics = Topic.objects.visible_to(viewer).filter(pk__in=ids).only("pk", "title", "slug")
    return {topic.pk: Conversation(topic.title, topic.get_absolute_url()) for topic in topics}


def masked() -> Conversation:
    return Conversation(_("A conversation you may not read"))


def evidence_of(intents: Sequence[SupportIntent]) -> dict[int, list[IntentEvidence]]:
    """What speaks for each, in its order; one query, by whose they are, since an intent alone is in no index."""
    rows = IntentEvidence.objects.countable().filter(
        key__in={intent.key for intent in intents}, intent__in=[intent.pk for intent in intents]
    )
    found: dict[int, list[IntentEvidence]] = {intent.pk: [] for intent in intents}
    for row in rows.select_related("enquiry", "case").order_by("at", "pk"):
        found[row.intent_id or 0].append(row)
    return found


def intent_rows(
    intents: Sequence[SupportIntent], viewer: Viewer, *, in_full: bool = True
) -> list[IntentRow]:
    """Four queries besides the intents' own: what speaks for them, and which conversations and articles the viewer may read.

    Not `in_full`: the conversation it is filed under and the date, and nothing of what one person did or wrote.
    """
    if not in_full:
        topics = visible_topics(viewer, {intent.topic_id for intent in intents if intent.topic_id})
        return [_plain_row(intent, topics.get(intent.topic_id or 0)) for intent in intents]
    evidence = evidence_of(intents)
    read = readable(viewer, [row for rows in evidence.values() for row in rows])
    return [_intent_row(intent, evidence[intent.pk], read) for intent in intents]


class Readable:
    """The conversations and articles among some rows that their viewer may read; others have no title."""

    def __init__(self, topics: dict[int, Conversation], articles: dict[int, Conversation]) -> None:
        self.topics, self.articles = topics, articles

    def of(self, row: Any) -> Conversation | None:
        """Of a row with `topic_id` and `article_id`; None where it is about neither."""
        if row.topic_id:
            return self.topics.get(row.topic_id) or masked()
        if row.article_id:
            return self.articles.get(row.article_id) or masked()
        return None


def readable(viewer: Viewer, rows: Sequence[Any]) -> Readable:
    articles = Article.objects.visible_to(viewer).filter(
        pk__in={row.article_id for row in rows if row.article_id}
    )
    return Readable(
        visible_topics(viewer, {row.topic_id for row in rows if row.topic_id}),
        {each.pk: Conversation(each.title, each.get_absolute_url()) for each in articles},
    )


def _plain_row(intent: SupportIntent, topic: Conversation | None) -> IntentRow:
    about = topic or (masked() if intent.topic_id else Conversation(_("Somebody wanted help")))
    return IntentRow(intent, about.title, about.url, intent.is_provisional())


def _intent_row(intent: SupportIntent, evidence: list[IntentEvidence], read: Readable) -> IntentRow:
    title, url = _head(intent, evidence, read.topics)
    happened, linked = [], {url}
    for row in evidence:
        conversation = read.of(row)
        is_new = conversation and conversation.url not in linked
        happened.append((str(Kind(row.kind).label), conversation if is_new else None))
        linked |= {conversation.url} if conversation else set()
    return IntentRow(intent, title, url, intent.is_provisional(), happened)


def _head(
    intent: SupportIntent, evidence: list[IntentEvidence], topics: dict[int, Conversation]
) -> tuple[str, str]:
    """What the wish was about: the question if there is one, else what was written to support."""
    page = reverse("analytics:intent", args=[intent.pk])
    kinds = {row.kind: row for row in reversed(evidence)}
    if asked := kinds.get(Kind.QUESTION_ASKED):
        found = topics.get(asked.topic_id or 0)
        return (found.title, found.url) if found else (masked().title, page)
    if wrote := kinds.get(Kind.CONTACT_STARTED):
        return (wrote.enquiry.subject if wrote.enquiry else ""), page
    if opened := kinds.get(Kind.CASE_OPENED):
        return (opened.case.subject if opened.case else ""), page
    if read := kinds.get(Kind.SOLVED_TOPIC_READ):
        return (topics.get(read.topic_id or 0) or masked()).title, page
    return _("A search"), page


@dataclass(frozen=True, slots=True)
class ContactRow:
    case: Case
    offered: int
    read: list[Conversation]


def with_answers(cases: QuerySet[Case]) -> QuerySet[Case]:
    offered = OfferedAnswer.objects.order_by("position", "pk")
    return cases.select_related("enquiry").prefetch_related(
        Prefetch("enquiry__offered", queryset=offered)
    )


def contact_rows(cases: Sequence[Case], viewer: Viewer) -> list[ContactRow]:
    """What support had to take, and which answers its writer had been offered and had read."""
    answers = defaultdict(list)
    for case in cases:
        if case.enquiry:
            answers[case.pk] = list(case.enquiry.offered.all())
    read = readable(viewer, [each for rows in answers.values() for each in rows])
    return [
        ContactRow(
            case,
            len(answers[case.pk]),
            [read.of(each) or masked() for each in answers[case.pk] if each.opened_at],
        )
        for case in cases
    ]


@dataclass(frozen=True, slots=True)
class QuestionRow:
    topic: Topic
    conversation: Conversation
    waited: float
    is_open: bool


def question_rows(topics: Sequence[Topic], viewer: Viewer, now: datetime) -> list[QuestionRow]:
    readable = visible_topics(viewer, {topic.pk for topic in topics})
    return [
        QuestionRow(
            topic,
            readable.get(topic.pk) or masked(),
            ((topic.answered_at or now) - topic.created_at).total_seconds(),
            topic.answered_at is None,
        )
        for topic in topics
    ]


def grades(counted: dict[str, int]) -> list[tuple[Grade, int]]:
    return [(grade, counted.get(grade, 0)) for grade in Grade]
