from collections.abc import Sequence

from django.db import transaction

from core.html import clean_html
from forums.actions.open_topic import slug_of
from forums.models import Post, Topic
from forums.tagging.setting import set_tags_of_many
from integrations.actions.write_authors import write_authors
from integrations.models import ImportedPost, ImportRun
from integrations.stackexchange.rows import DumpPost


@transaction.atomic
def write_questions(*, run: ImportRun, posts: Sequence[DumpPost], last_row: int) -> None:
    """Open a topic for each question that has none yet, and note how far the run got."""
    held = ImportedPost.objects.questions().filter(
        source=run.source, old_id__in=[each.id for each in posts]
    )
    accepted = dict(held.values_list("old_id", "accepted_id"))
    fresh = [post for post in posts if post.id not in accepted]
    _follow_acceptance(run, [post for post in posts if post.id in accepted], accepted)
    authors, made = write_authors(source=run.source, posts=fresh)
    topics = Topic.objects.bulk_create(_topic(run, post, authors) for post in fresh)
    openings = Post.objects.bulk_create(
        _opening(topic, post) for topic, post in zip(topics, fresh, strict=True)
    )
    ImportedPost.objects.bulk_create(
        ImportedPost(
            source_id=run.source_id,
            run_id=run.pk,
            kind=ImportedPost.Kind.QUESTION,
            old_id=post.id,
            post_id=opening.pk,
            score=post.score,
            accepted_id=post.accepted_id,
        )
        for post, opening in zip(fresh, openings, strict=True)
    )
    set_tags_of_many(topics=topics, names=[post.tags for post in fresh])
    run.questions += len(fresh)
    run.members += made
    run.last_row = last_row
    run.save(update_fields=["questions", "members", "last_row"])


def _topic(run: ImportRun, post: DumpPost, authors: dict[str, int]) -> Topic:
    author = authors[post.author_key]
    return Topic(
        board_id=run.source.board_id,
        space_id=run.source.board.space_id,
        kind=Topic.Kind.QUESTION,
        title=post.title,
        slug=slug_of(post.title),
        author_id=author,
        last_poster_id=author,
        last_number=1,
        created_at=post.created_at,
        bumped_at=post.created_at,
    )


def _opening(topic: Topic, post: DumpPost) -> Post:
    html = clean_html(post.body)
    return Post(
        topic_id=topic.pk,
        number=1,
        author_id=topic.author_id,
        source=html,
        html=html,
        is_html=True,
        created_at=post.created_at,
        edited_at=post.edited_at,
    )


def _follow_acceptance(
    run: ImportRun, posts: Sequence[DumpPost], before: dict[int, int | None]
) -> None:
    """A newer dump may know an answer that was accepted since."""
    for post in posts:
        if post.accepted_id and post.accepted_id != before[post.id]:
            ImportedPost.objects.questions().filter(source=run.source, old_id=post.id).update(
                accepted_id=post.accepted_id
            )
