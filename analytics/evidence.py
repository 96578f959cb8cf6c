"""Reads evidence of support intents out of the rows it lies in: questions, enquiries, cases and touches.

The one place that knows what counts as evidence; following an event and rebuilding everything both come here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Prefetch, QuerySet

from analytics.models import IntentEvidence, SurveyAnswer, Touch
from analytics.persons import Person, Persons
from content.models import Article
from forums.models import Solution, State, Topic
from support.models import Case, Enquiry, OfferedAnswer

Kind = IntentEvidence.Kind
CHUNK = 500
TELLING = (Touch.Kind.SEARCH, Touch.Kind.READ_TOPIC, Touch.Kind.READ_ARTICLE)


@dataclass(frozen=True, slots=True)
class Subject:
    """A row that evidence is read from: its name, and whose it is."""

    name: str
    person: Person
    is_staffs: bool

    def shows(self, kind: str, at: datetime, **rows: Any) -> IntentEvidence:
        return IntentEvidence(
            key=self.person.key,
            subject=self.name,
            kind=kind,
            at=at,
            is_staffs=self.is_staffs,
            consent_id=self.person.consent_id,
            **rows,
        )


def _subject(persons: Persons, name: str, member_id: Any, browser_id: Any, at: datetime) -> Subject:
    person = persons.at(member_id, browser_id, at) or Person(name)
    return Subject(name, person, persons.is_staff(persons.member_of(member_id, browser_id)))


def asked_topics() -> QuerySet[Topic]:
    """Questions people asked here; imported ones by people who never came are history, not ours."""
    accepted = Solution.objects.in_force().filter(
        marked_by=F("topic__author"), post__state=State.VISIBLE
    )
    return (
        Topic.objects.questions()
        .filter(author__is_placeholder=False)
        .prefetch_related(Prefetch("solutions", queryset=accepted, to_attr="accepted"))
    )


def of_topics(topics: QuerySet[Topic], persons: Persons) -> Iterator[IntentEvidence]:
    for topic in topics.iterator(CHUNK):
        subject = _subject(persons, f"topic:{topic.pk}", topic.author_id, None, topic.created_at)
        yield subject.shows(Kind.QUESTION_ASKED, topic.created_at, topic=topic)
        for solution in topic.accepted:  # type: ignore[attr-defined]
            yield subject.shows(
                Kind.SOLUTION_ACCEPTED, solution.marked_at, topic=topic, solution=solution
            )


def written_enquiries() -> QuerySet[Enquiry]:
    """With the answers they opened; a question that was still open when it was shown answers nobody."""
    opened = OfferedAnswer.objects.answers().exclude(opened_at=None)
    return Enquiry.objects.select_related("case", "asked_topic").prefetch_related(
        Prefetch("offered", queryset=opened, to_attr="opened")
    )


def of_enquiries(enquiries: QuerySet[Enquiry], persons: Persons) -> Iterator[IntentEvidence]:
    for enquiry in enquiries.iterator(CHUNK):
        subject = _subject(
            persons,
            f"enquiry:{enquiry.pk}",
            enquiry.member_id,
            enquiry.browser_id,
            enquiry.created_at,
        )
        subject = _of_question(persons, subject, enquiry.asked_topic)
        yield subject.shows(Kind.CONTACT_STARTED, enquiry.created_at, enquiry=enquiry)
        for answer in enquiry.opened:  # type: ignore[attr-defined]
            yield subject.shows(
                Kind.ANSWER_OPENED,
                answer.opened_at,
                enquiry=enquiry,
                topic_id=answer.topic_id,
                article_id=answer.article_id,
            )
        if enquiry.outcome == Enquiry.Outcome.SOLVED and enquiry.ended_at:
            yield subject.shows(
                Kind.ENQUIRY_SOLVED,
                enquiry.ended_at,
                enquiry=enquiry,
                topic_id=enquiry.solved_by_topic_id,
                article_id=enquiry.solved_by_article_id,
            )
        if case := getattr(enquiry, "case", None):
            yield subject.shows(Kind.CASE_OPENED, case.opened_at, enquiry=enquiry, case=case)


def _of_question(persons: Persons, subject: Subject, topic: Topic | None) -> Subject:
    """What went on as a question, or came of one: nobody by name, but certainly whoever asked it."""
    if topic is None or subject.person.key != subject.name:
        return subject
    asked = _subject(persons, f"topic:{topic.pk}", topic.author_id, None, topic.created_at)
    return Subject(subject.name, asked.person, subject.is_staffs or asked.is_staffs)


def lone_cases() -> QuerySet[Case]:
    """Contacts that did not begin with the contact form: those belong to their enquiry."""
    return Case.objects.contacts().filter(enquiry=None).select_related("topic")


def of_cases(cases: QuerySet[Case], persons: Persons) -> Iterator[IntentEvidence]:
    for case in cases.iterator(CHUNK):
        subject = _subject(persons, f"case:{case.pk}", case.member_id, None, case.opened_at)
        topic = case.topic
        if topic and topic.author_id == case.member_id:
            subject = _of_question(persons, subject, topic)
        yield subject.shows(Kind.CASE_OPENED, case.opened_at, case=case, topic=topic)


def telling_touches() -> QuerySet[Touch]:
    """Consented searches, and readings: of conversations that were solved by then and are somebody else's, of help articles."""
    return Touch.objects.consented().filter(kind__in=TELLING).select_related("topic", "article")


def of_touches(touches: QuerySet[Touch], persons: Persons) -> Iterator[IntentEvidence]:
    for touch in touches.iterator(CHUNK):
        person = persons.at(touch.member_id, touch.browser_id, touch.at)
        if person is None:
            continue
        subject = Subject(f"touch:{touch.pk}", person, persons.is_staff(person.member_id))
        if touch.kind == Touch.Kind.SEARCH:
            yield subject.shows(Kind.SEARCHED, touch.at, touch=touch)
        elif touch.kind == Touch.Kind.READ_ARTICLE:
            if _is_help(touch.article, touch, person):
                yield subject.shows(
                    Kind.HELP_ARTICLE_READ, touch.at, touch=touch, article=touch.article
                )
        elif _helped(touch.topic, touch, person):
            yield subject.shows(Kind.SOLVED_TOPIC_READ, touch.at, touch=touch, topic=touch.topic)


def _helped(topic: Topic | None, touch: Touch, person: Person) -> bool:
    return bool(
        topic
        and topic.solved_at
        and topic.solved_at <= touch.at
        and topic.author_id != person.member_id
    )


def _is_help(article: Article | None, touch: Touch, person: Person) -> bool:
    return bool(
        article
        and article.is_help
        and article.published_at
        and article.published_at <= touch.at
        and article.author_id != person.member_id
    )


def given_answers() -> QuerySet[SurveyAnswer]:
    """What readers said when asked, as far as their consent holds."""
    return SurveyAnswer.objects.answered()


def of_surveys(answers: QuerySet[SurveyAnswer], persons: Persons) -> Iterator[IntentEvidence]:
    for answer in answers.iterator(CHUNK):
        person = persons.at(answer.member_id, answer.browser_id, answer.asked_at)
        if person is None or answer.answered_at is None:
            continue
        subject = Subject(f"survey:{answer.pk}", person, persons.is_staff(person.member_id))
        yield subject.shows(
            Kind.SURVEY_YES if answer.found else Kind.SURVEY_NO,
            answer.answered_at,
            survey=answer,
            topic_id=answer.topic_id,
            article_id=answer.article_id,
        )


def chunks(evidence: Iterable[IntentEvidence], size: int = CHUNK) -> Iterator[list[IntentEvidence]]:
    batch: list[IntentEvidence] = []
    for row in evidence:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
