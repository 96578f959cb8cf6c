from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max, OuterRef, Subquery
from django.db.models.functions import Greatest

from core.html import clean_html
from forums.actions.recount import recount_topics
from forums.models import Post, Solution, State, Topic
from integrations.actions.write_authors import write_authors
from integrations.models import ImportedPost, ImportRun
from integrations.stackexchange.rows import DumpPost


@dataclass(frozen=True, slots=True)
class Place:
    """Where an imported post is now; columns rather than models, for there are many."""

    topic_id: int
    post_id: int
    state: str
    created_at: datetime
    accepted_id: int | None


@transaction.atomic
def write_answers(*, run: ImportRun, posts: Sequence[DumpPost], last_row: int) -> None:
    """Add each answer that is not here yet to its topic, mark those accepted, and note how far the run got.

    Orphans, whose question is not here, are left out: the first pass has listed them.
    """
    questions = _places(run, ImportedPost.Kind.QUESTION, {each.parent_id or 0 for each in posts})
    held = _places(run, ImportedPost.Kind.ANSWER, {each.id for each in posts})
    fresh = [each for each in posts if each.id not in held and each.parent_id in questions]
    cleaned = [clean_html(each.body) for each in fresh]
    authors, made = write_authors(source=run.source, posts=fresh)
    topics = _locked_topics(each.topic_id for each in questions.values())
    replies = []
    for post, html in zip(fresh, cleaned, strict=True):
        topic = topics[questions[post.parent_id or 0].topic_id]
        topic.last_number += 1
        replies.append(_reply(topic, post, html, authors[post.author_key]))
    Post.objects.bulk_create(replies)
    held |= _keep_origins(run, fresh, replies)
    run.solutions += _mark_accepted(questions, held, topics)
    _settle(list(topics))
    run.answers += len(fresh)
    run.members += made
    run.last_row = last_row
    run.save(update_fields=["answers", "solutions", "members", "last_row"])


def _places(run: ImportRun, kind: str, old_ids: Iterable[int]) -> dict[int, Place]:
    rows = ImportedPost.objects.filter(source=run.source, kind=kind, old_id__in=old_ids)
    columns = ("post__topic", "post", "post__state", "post__created_at", "accepted_id")
    return {old_id: Place(*row) for old_id, *row in rows.values_list("old_id", *columns)}


def _locked_topics(topic_ids: Iterable[int]) -> dict[int, Topic]:
    """Members may be replying to these topics at the same moment; locked in one order."""
    rows = Topic.objects.select_for_update(no_key=True).order_by("pk").filter(pk__in=set(topic_ids))
    return {topic.pk: topic for topic in rows.only("last_number", "author_id", "created_at")}


def _reply(topic: Topic, post: DumpPost, html: str, author_id: int) -> Post:
    return Post(
        topic_id=topic.pk,
        number=topic.last_number,
        author_id=author_id,
        source=html,
        html=html,
        is_html=True,
        created_at=post.created_at,
        edited_at=post.edited_at,
    )


def _keep_origins(run: ImportRun, fresh: list[DumpPost], replies: list[Post]) -> dict[int, Place]:
    ImportedPost.objects.bulk_create(
        ImportedPost(
            source_id=run.source_id,
            run_id=run.pk,
            kind=ImportedPost.Kind.ANSWER,
            old_id=post.id,
            post_id=reply.pk,
            score=post.score,
        )
        for post, reply in zip(fresh, replies, strict=True)
    )
    return {
        post.id: Place(reply.topic_id, reply.pk, reply.state, reply.created_at, None)
        for post, reply in zip(fresh, replies, strict=True)
    }


def _mark_accepted(
    questions: dict[int, Place], answers: dict[int, Place], topics: dict[int, Topic]
) -> int:
    """Make accepted answers solutions where none was ever marked here; returns how many.

    Dumps do not say when an answer was accepted. The day it was written is the earliest it can have been.
    """
    settled = set(Solution.objects.filter(topic__in=topics).values_list("topic", flat=True))
    solutions = []
    for question in questions.values():
        answer = answers.get(question.accepted_id or 0)
        topic = topics[question.topic_id]
        if answer is None or topic.pk in settled:
            continue
        if answer.topic_id != topic.pk or answer.state != State.VISIBLE:
            continue
        solutions.append(
            Solution(
                topic_id=topic.pk,
                post_id=answer.post_id,
                marked_by_id=topic.author_id,
                marked_at=max(answer.created_at, topic.created_at),
            )
        )
    Solution.objects.bulk_create(solutions)
    return len(solutions)


def _settle(topic_ids: list[int]) -> None:
    """Bring the topics' columns in line with their rows, all in two statements."""
    numbers = Post.objects.filter(topic=OuterRef("pk")).order_by().values("topic")
    marked = Solution.objects.in_force().filter(topic=OuterRef("pk"))
    Topic.objects.filter(pk__in=topic_ids).update(
        last_number=Greatest(F("last_number"), Subquery(numbers.values(last=Max("number")))),
        solved_at=Subquery(marked.first_marked_first().values("marked_at")[:1]),
    )
    recount_topics(topic_ids=topic_ids)
