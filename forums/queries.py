"""What the pages of forums read, each with a fixed number of queries."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from accounts.models import Member, Viewer
from forums.models import Board, Post, Solution, State, Topic
from spaces.models import Space

MOST_COUNTED = 1_000


def boards_for_asking(viewer: Viewer) -> QuerySet[Board]:
    """Boards a question may be asked on; a visitor is offered what the public sees."""
    boards = Board.objects.visible_to(viewer).listed().filter(is_read_only=False)
    boards = boards.exclude(kinds=[]).select_related("space")
    return boards.order_by("space__position", "space__name", "position", "name")


def spaces_with_boards(viewer: Viewer) -> list[Space]:
    boards = Prefetch("boards", queryset=Board.objects.visible_to(viewer).listed())
    return list(Space.objects.visible_to(viewer).prefetch_related(boards).select_related("leader"))


def may_read_topic(viewer: Viewer, topic_id: int) -> bool:
    """Whether this person may watch the topic's live stream."""
    return Topic.objects.readable_by(viewer).filter(pk=topic_id).exists()


def may_see_pictures(viewer: Viewer, post_ids: list[int]) -> bool:
    """Whether any of these posts is readable, and with it the picture it shows."""
    return Post.objects.filter(pk__in=post_ids).readable_by(viewer).exists()


def may_see_answers(viewer: Viewer, change_ids: Iterable[str]) -> bool:
    """The same for what the company answered to ideas: its readers are the ideas'."""
    ideas = Topic.objects.readable_by(viewer)
    return ideas.filter(status_changes__in=[int(each) for each in change_ids]).exists()


def topics_of(member: Member, viewer: Viewer) -> QuerySet[Topic]:
    """Conversations they opened or spoke in, none that shows only by what one may not see."""
    spoke = Post.objects.filter(author=member, state=State.VISIBLE, topic=OuterRef("pk"))
    return Topic.objects.visible_to(viewer).filter(Exists(spoke))


def posts_of(member: Member, viewer: Viewer) -> QuerySet[Post]:
    """Their replies."""
    replies = Post.objects.visible_to(viewer).filter(author=member, number__gt=1)
    return replies.select_related("topic__space")


def solutions_of(member: Member, viewer: Viewer) -> QuerySet[Post]:
    """Those of their replies that solved a question."""
    held = Solution.objects.in_force().filter(post=OuterRef("pk"))
    return posts_of(member, viewer).filter(Exists(held))


def figures_of(member: Member, viewer: Viewer) -> dict[str, int | bool]:
    """A member's counts as a visitor of their profile may see them, over their newest MOST_COUNTED posts: two queries."""
    newest = Post.objects.visible_to(viewer).filter(author=member).order_by("-created_at", "-pk")
    posts = list(newest.values_list("pk", "thanks_count")[:MOST_COUNTED])
    held = Solution.objects.in_force().filter(post__in=[pk for pk, _thanks in posts])
    return {
        "posts": len(posts),
        "thanks": sum(thanks for _pk, thanks in posts),
        "solutions": held.count(),
        "has_more": len(posts) == MOST_COUNTED,
    }
