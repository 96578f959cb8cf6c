"""What the pages of forums read, each with a fixed number of queries."""

from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum

from accounts.models import Member, Role, RoleGrant, Viewer
from core.rules import Verdict
from forums import rules
from forums.models import Board, Post, PostHiding, Reaction, Solution, State, Topic
from spaces.models import Space, SpaceRole

POSTS_A_PAGE = 20


@dataclass(slots=True)
class PostView:
    """A post as a page shows it to one person."""

    post: Post
    may_edit: Verdict
    may_delete: Verdict
    may_restore: Verdict
    may_solve: Verdict
    may_thank: Verdict
    is_solution: bool
    is_thanked: bool
    badges: list[str]
    hiding: PostHiding | None = None
    is_blocked: bool = False
    """Its reader blocked the author, who says nothing for the company here."""


@dataclass(slots=True)
class TopicView:
    """A page of a topic for one person."""

    topic: Topic
    posts: list[PostView]
    solution: Post | None
    is_solution_blocked: bool
    may_reply: Verdict
    may_solve: Verdict
    earlier_after: int | None = None
    later_after: int | None = None
    last_shown: int = 0
    tags: list[str] = field(default_factory=list)


def topic_rows(topics: QuerySet[Topic]) -> QuerySet[Topic]:
    """Topics with what a list row shows."""
    return topics.select_related("author", "last_poster", "board", "space")


def badges_of(member_ids: set[int], space_id: int) -> dict[int, list[str]]:
    """The role labels to show beside each author in a space: two queries, whatever the number."""
    labels: dict[int, list[str]] = {}
    everywhere = (
        RoleGrant.objects.in_force().filter(member__in=member_ids).values_list("member", "role")
    )
    here = (
        SpaceRole.objects.in_force()
        .filter(member__in=member_ids, space=space_id)
        .values_list("member", "role")
    )
    for member_id, role in [*everywhere, *here]:
        label = str(Role(role).label)
        if label not in labels.setdefault(member_id, []):
            labels[member_id].append(label)
    return labels


def topic_page(
    viewer: Viewer, topic: Topic, *, after: int = 0, most: int = POSTS_A_PAGE
) -> TopicView:
    """Up to `most` readable posts with a number above `after`."""
    readable = (
        Post.objects.filter(topic=topic)
        .readable_by(viewer)
        .select_related("author")
        .in_reading_order()
    )
    found = list(readable.filter(number__gt=after)[: most + 1])
    shown = found[:most]
    earlier = None
    if after:
        before = list(
            readable.filter(number__lte=after)
            .order_by("-number")
            .values_list("number", flat=True)[:most]
        )
        earlier = (before[-1] - 1) if before else None
    solution = (
        Solution.objects.in_force().filter(topic=topic).select_related("post__author").first()
    )
    return TopicView(
        topic=topic,
        posts=post_views(viewer, topic, shown, solution.post_id if solution else None),
        solution=solution.post if solution and solution.post.state == State.VISIBLE else None,
        is_solution_blocked=bool(solution and solution.post.author_id in blocked_by(viewer)),
        may_reply=rules.may_reply(viewer, topic),
        may_solve=rules.may_mark_solution(viewer, topic),
        earlier_after=earlier,
        later_after=shown[-1].number if len(found) > most else None,
        last_shown=shown[-1].number if shown else after,
        tags=list(topic.tags.names()),
    )


def post_views(
    viewer: Viewer, topic: Topic, posts: list[Post], solution_id: int | None
) -> list[PostView]:
    ids = [post.pk for post in posts]
    thanked: set[int] = set()
    if viewer.is_authenticated:
        thanked = set(
            Reaction.objects.filter(post__in=ids, member=viewer.pk).values_list("post", flat=True)
        )
    badges = badges_of({post.author_id for post in posts}, topic.space_id)
    hidings = {
        each.post_id: each for each in PostHiding.objects.filter(post__in=ids, lifted_at=None)
    }
    may_solve = rules.may_mark_solution(viewer, topic)
    blocked = blocked_by(viewer)
    views = []
    for post in posts:
        post.topic = topic
        views.append(
            PostView(
                post=post,
                may_edit=rules.may_edit_post(viewer, post),
                may_delete=rules.may_delete_post(viewer, post),
                may_restore=rules.may_restore_post(viewer, post),
                may_solve=may_solve,
                may_thank=rules.may_thank(viewer, post),
                is_solution=post.pk == solution_id,
                is_thanked=post.pk in thanked,
                badges=badges.get(post.author_id, []),
                hiding=hidings.get(post.pk),
                is_blocked=post.author_id in blocked and not badges.get(post.author_id),
            )
        )
    return views


def blocked_by(viewer: Viewer) -> set[int]:
    """Whom this reader blocked; it stands on their own row."""
    return set(viewer.blocked_ids) if viewer.is_authenticated else set()


def one_post(viewer: Viewer, post: Post) -> PostView:
    """A single post as the topic page shows it."""
    held = Solution.objects.in_force().filter(topic=post.topic_id).first()
    return post_views(viewer, post.topic, [post], held.post_id if held else None)[0]


def boards_for_asking(viewer: Viewer) -> QuerySet[Board]:
    """Boards a question may be asked on; a visitor is offered what the public sees."""
    boards = Board.objects.visible_to(viewer).exclude(kinds=[]).select_related("space")
    return boards.order_by("space__position", "space__name", "position", "name")


def spaces_with_boards(viewer: Viewer) -> list[Space]:
    return list(
        Space.objects.visible_to(viewer).prefetch_related("boards").select_related("leader")
    )


def may_read_topic(viewer: Viewer, topic_id: int) -> bool:
    """Whether this person may watch the topic's live stream."""
    return Topic.objects.readable_by(viewer).filter(pk=topic_id).exists()


def may_see_pictures(viewer: Viewer, post_ids: list[int]) -> bool:
    """Whether any of these posts is readable, and with it the picture it shows."""
    return Post.objects.filter(pk__in=post_ids).readable_by(viewer).exists()


def topics_of(member: Member, viewer: Viewer) -> QuerySet[Topic]:
    """Conversations they opened or spoke in, as rows, none that shows only by what one may not see."""
    spoke = Post.objects.filter(author=member, state=State.VISIBLE, topic=OuterRef("pk"))
    return topic_rows(Topic.objects.visible_to(viewer).filter(Exists(spoke)))


def posts_of(member: Member, viewer: Viewer) -> QuerySet[Post]:
    """Their replies."""
    replies = Post.objects.visible_to(viewer).filter(author=member, number__gt=1)
    return replies.select_related("topic__space")


def solutions_of(member: Member, viewer: Viewer) -> QuerySet[Post]:
    """Those of their replies that solved a question."""
    held = Solution.objects.in_force().filter(post=OuterRef("pk"))
    return posts_of(member, viewer).filter(Exists(held))


def figures_of(member: Member, viewer: Viewer) -> dict[str, int]:
    """A member's counts as a visitor of their profile may see them: two queries."""
    posts = Post.objects.visible_to(viewer).filter(author=member)
    counted = posts.aggregate(posts=Count("pk"), thanks=Sum("thanks_count"))
    return {
        "posts": counted["posts"],
        "thanks": counted["thanks"] or 0,
        "solutions": Solution.objects.in_force().filter(post__in=posts).count(),
    }
