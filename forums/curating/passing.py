"""Posts that pass from one topic to another, and back. The caller holds the locks of both topics."""

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery

from forums.actions.recount import recount
from forums.models import Curation, MovedPost, Post, State, Topic

A_BATCH = 2000
PASSING = (Curation.Kind.MERGE, Curation.Kind.SPLIT)


def pass_posts(curation: Curation, posts: QuerySet[Post], target: Topic) -> None:
    """Append posts to `target` in the order in which they were written, with new numbers; the old ones are kept in rows."""
    found = list(posts.order_by("created_at", "number", "pk").values_list("pk", "number"))
    MovedPost.objects.bulk_create(
        [
            MovedPost(
                curation=curation, post_id=pk, number_before=number, number_after=target.last_number + n
            )
            for n, (pk, number) in enumerate(found, start=1)
        ],
        batch_size=A_BATCH,
    )  # fmt: skip
    target.last_number += len(found)
    target.save(update_fields=["last_number"])
    moved = _of(curation)
    Post.objects.filter(moves__curation=curation).update(
        topic=target, number=Subquery(moved.values("number_after"))
    )


def pass_back(curation: Curation, source: Topic) -> None:
    """Put the posts where they were, with the numbers they had: a topic never gives a number twice."""
    moved = _of(curation)
    Post.objects.filter(moves__curation=curation).update(
        topic=source, number=Subquery(moved.values("number_before"))
    )
    highest = source.posts.aggregate(most=Max("number"))["most"] or 0
    if highest > source.last_number:
        source.last_number = highest
        source.save(update_fields=["last_number"])


def was_moved_again(curation: Curation) -> bool:
    """Whether a later act that still holds took some of its posts elsewhere."""
    posts = MovedPost.objects.filter(curation=curation).values("post")
    later = MovedPost.objects.filter(
        post__in=posts, curation__pk__gt=curation.pk, curation__undone_at=None
    )
    return later.exists()


def was_touched_since(curation: Curation, topic: Topic) -> bool:
    """Whether a later merge or split that still holds has to do with this topic."""
    later = Curation.objects.in_force().filter(pk__gt=curation.pk, kind__in=PASSING)
    return later.filter(Q(topic=topic) | Q(other=topic)).exists()


def open_anew(topic: Topic) -> bool:
    """Let the first post left be the one that opens the topic; False where none is left.

    Its author is the topic's: they are who began what is left of it.
    """
    first = topic.posts.order_by("number").select_related("author").first()
    if first is None:
        return False
    if not first.opens_topic:
        first.number = 1
        first.save(update_fields=["number"])
    topic.author, topic.created_at = first.author, first.created_at
    topic.save(update_fields=["author", "created_at"])
    return True


def count_both(*topics: Topic) -> None:
    for topic in topics:
        if topic.state != State.MERGED:
            recount(topic=topic)


def _of(curation: Curation) -> QuerySet[MovedPost]:
    return MovedPost.objects.filter(curation=curation, post=OuterRef("pk"))
