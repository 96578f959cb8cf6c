from collections.abc import Sequence

from django.db.models import Count, F, Max, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from forums.models import Post, State, Topic


def settle_state(*, post: Post) -> None:
    """Bring a post's state in line with its rows: hidden while a hiding holds, else deleted while a deletion does.

    The caller holds the locks; the topic's columns follow.
    """
    if post.hidings.filter(lifted_at=None).exists():
        post.state = State.HIDDEN
    elif post.deletions.filter(restored_at=None).exists():
        post.state = State.DELETED
    else:
        post.state = State.VISIBLE
    post.save(update_fields=["state"])
    recount(topic=post.topic)


def recount(*, topic: Topic) -> None:
    """Bring a topic's columns in line with its visible posts, after one went or came back.

    The caller holds the topic's row lock. The columns: state, reply_count, answered_at, bumped_at, last_poster.
    Merging may bring replies older than the topic: it was not answered, nor alive, before it began. One that was merged
    has no posts, and stays as it is.
    """
    if topic.state == State.MERGED:
        return
    replies = topic.posts.filter(state=State.VISIBLE, number__gt=1)
    by_others = replies.exclude(author=topic.author_id)
    opening = topic.posts.get(number=1)
    newest = replies.order_by("-created_at", "-number").first() or opening
    topic.state = opening.state
    topic.reply_count = replies.count()
    answered = by_others.aggregate(first=Min("created_at"))["first"]
    topic.answered_at = answered and max(answered, topic.created_at)
    last = replies.aggregate(last=Max("created_at"))["last"]
    topic.bumped_at = max(last or topic.created_at, topic.created_at)
    topic.last_poster = newest.author
    topic.save(update_fields=["state", "reply_count", "answered_at", "bumped_at", "last_poster"])


def recount_topics(*, topic_ids: Sequence[int]) -> None:
    """The same as `recount`, for many topics in one statement. The caller holds their rows' locks."""
    posts = Post.objects.filter(topic=OuterRef("pk"))
    replies = posts.filter(state=State.VISIBLE, number__gt=1)
    opening = posts.filter(number=1)
    newest = replies.order_by("-created_at", "-number")
    began = Min("topic__created_at")
    Topic.objects.filter(pk__in=topic_ids).exclude(state=State.MERGED).update(
        state=Subquery(opening.values("state")),
        reply_count=Coalesce(_one(replies, Count("pk")), 0),
        answered_at=_one(
            replies.exclude(author=OuterRef("author")), Greatest(Min("created_at"), began)
        ),
        bumped_at=Coalesce(_one(replies, Greatest(Max("created_at"), began)), F("created_at")),
        last_poster=Coalesce(
            Subquery(newest.values("author")[:1]), Subquery(opening.values("author"))
        ),
    )


def _one(posts: QuerySet[Post], figure: Count | Max | Min | Greatest) -> Subquery:
    return Subquery(posts.order_by().values("topic").annotate(figure=figure).values("figure"))
