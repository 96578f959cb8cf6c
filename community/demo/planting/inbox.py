"""Plants who follows what, and what the last weeks left in the inboxes; nothing of it is mailed."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import Member
from community.demo import spaces as content
from community.demo.planting.world import World, own_dates
from forums.models import Post, Solution, State
from notifications.models import Kind, Notification, Subscription

KEPT = timedelta(days=21)
UNREAD = timedelta(hours=40)


def plant_inbox(world: World) -> None:
    tell_writers(world, Post.objects.all(), *_leading(world))
    with own_dates(Notification):
        Notification.objects.bulk_create(_of_solutions(world), batch_size=500)


def tell_writers(world: World, posts: QuerySet[Post], *follows: Subscription) -> None:
    """Whoever wrote one of these posts follows its topic, and was told of the later ones."""
    writers: dict[int, dict[Member, Post]] = {}  # by topic: who wrote there, and their first post
    notices: list[Notification] = []
    posts = posts.filter(state=State.VISIBLE).select_related("author", "topic")
    for post in posts.order_by("created_at", "pk"):
        here = writers.setdefault(post.topic_id, {})
        notices += [_told_of(world, member, post) for member in here if member != post.author]
        here.setdefault(post.author, post)
    recent = [each for each in notices if each.created_at > world.anchor - KEPT]
    with own_dates(Subscription, Notification):
        Subscription.objects.bulk_create([*_by_writing(writers), *follows], batch_size=500)
        Notification.objects.bulk_create(recent, batch_size=500)


def _by_writing(writers: dict[int, dict[Member, Post]]) -> list[Subscription]:
    return [
        Subscription(member=member, topic_id=topic_id, created_at=post.created_at)
        for topic_id, here in writers.items()
        for member, post in here.items()
        if member.is_active
    ]


def _leading(world: World) -> list[Subscription]:
    """The evangelists follow their spaces."""
    return [
        Subscription(
            member=world.members[space.leader],
            space=world.spaces[space.slug],
            created_at=world.spaces[space.slug].created_at,
        )
        for space in content.SPACES
    ]


def _told_of(world: World, member: Member, post: Post) -> Notification:
    return _notice(
        world, member, post,
        kind=Kind.REPLY, key=f"post:{post.pk}", actor=post.author, at=post.created_at,
    )  # fmt: skip


def _of_solutions(world: World) -> list[Notification]:
    recent = Solution.objects.filter(marked_at__gt=world.anchor - KEPT)
    marked = recent.select_related("post__author", "marked_by")
    notices = []
    for each in marked:
        if each.post.author == each.marked_by:
            continue
        notices.append(
            _notice(
                world, each.post.author, each.post,
                kind=Kind.SOLVED, key=f"solution:{each.post_id}", actor=each.marked_by,
                at=each.marked_at,
            )
        )  # fmt: skip
    return notices


def _notice(
    world: World,
    member: Member,
    post: Post,
    *,
    kind: str,
    key: str,
    actor: Member | None,
    at: datetime,
) -> Notification:
    old = world.anchor - at > UNREAD
    return Notification(
        member=member,
        key=key,
        kind=kind,
        actor=actor,
        topic_id=post.topic_id,
        post=post,
        url=reverse("forums:post", args=[post.pk]),
        created_at=at,
        read_at=world.soon_after(at, within=timedelta(hours=20)) if old else None,
    )
