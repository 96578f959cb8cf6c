"""Who is to hear of what, among those who may see it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.models import Consent, FormerHandle, Member, Purpose
from core.text import TextRefused, mentions
from forums.boards.readers import readers_of_board
from forums.models import Board, Post, Topic
from notifications.models import Kind, Notification, Subscription
from notifications.rules import is_person_open_to

MOST_MENTIONED = 20
"""So many are called by name in one post, however often it is edited."""
MOST_CALLED = 60
CALLED_WITHIN = timedelta(hours=1)
"""So many one member calls in that time, in all their posts; whoever is called beyond that reads it where it stands."""


def followers_of(topic: Topic) -> set[int]:
    """Members who follow the topic and may still see it."""
    return _seeing(topic, Subscription.objects.filter(topic=topic))


def followers_of_all(topics: Iterable[Topic]) -> dict[int, set[int]]:
    """The same of many topics, by id; one query, and one for each of their boards. The topics come with their board and its space."""
    boards = {topic.pk: topic.board for topic in topics}
    follows = Subscription.objects.filter(topic__in=boards, ended_at=None, member__isnull=False)
    pairs = set(follows.values_list("topic", "member"))
    on_board: dict[int, set[int]] = defaultdict(set)
    for topic_id, member_id in pairs:
        on_board[boards[topic_id].pk].add(member_id)
    readers = {
        board.pk: _reading(board, on_board[board.pk])
        for board in {each.pk: each for each in boards.values()}.values()
    }
    found: dict[int, set[int]] = {topic_id: set() for topic_id in boards}
    for topic_id, member_id in pairs:
        if member_id in readers[boards[topic_id].pk]:
            found[topic_id].add(member_id)
    return found


def _reading(board: Board, member_ids: set[int]) -> set[int]:
    if not member_ids:
        return set()
    members = Member.objects.filter(pk__in=member_ids)
    return set(readers_of_board(board, members).values_list("pk", flat=True))


def followers_of_place(topic: Topic) -> set[int]:
    """Members who follow the topic's board or space."""
    return _seeing(topic, Subscription.objects.filter(board=topic.board_id)) | _seeing(
        topic, Subscription.objects.filter(space=topic.space_id)
    )


def followers_of_tags(topic: Topic) -> set[int]:
    """Members who follow one of the topic's tags."""
    if not topic.tag_names:
        return set()
    return _seeing(topic, Subscription.objects.filter(tag__name__in=topic.tag_names))


def wanting_news(topic: Topic) -> set[int]:
    """Who agreed to hear of the company's announcements and may see this one; of other topics nobody."""
    if topic.kind != Topic.Kind.ANNOUNCEMENT:
        return set()
    agreed = Consent.objects.in_force().filter(purpose=Purpose.MARKETING)
    members = Member.objects.filter(pk__in=agreed.values("member"))
    return set(readers_of_board(topic.board, members).values_list("pk", flat=True))


def followers_of_author(topic: Topic) -> set[int]:
    """Members who follow whoever opened the topic, may see it and what they write, and are not blocked by them."""
    followers = Member.objects.filter(
        pk__in=_seeing(topic, Subscription.objects.filter(person=topic.author_id))
    )
    return {
        each.pk
        for each in followers.exclude(pk__in=topic.author.blocked_ids)
        if is_person_open_to(each, topic.author)
    }


def mentioned_in(post: Post) -> set[int]:
    """Members called by name in a post, the first twenty of them; a text that calls a crowd calls nobody more.

    Neither does one that is edited over and over, nor somebody who writes one after the other.
    """
    named = _named_in(post)
    if not named:
        return named
    called = Notification.objects.filter(kind=Kind.MENTION, actor=post.author_id)
    before = set(called.filter(post=post.pk).values_list("member", flat=True))
    lately = called.filter(created_at__gt=timezone.now() - CALLED_WITHIN).count()
    most = min(MOST_MENTIONED - len(before), MOST_CALLED - lately)
    return set(sorted(named - before)[: max(0, most)])


def _named_in(post: Post) -> set[int]:
    try:
        handles = sorted(mentions(post.source))[:MOST_MENTIONED]
    except TextRefused:
        return set()
    if not handles:
        return set()
    former = FormerHandle.objects.annotate(lowered=Lower("handle")).filter(lowered__in=handles)
    called = Member.objects.annotate(lowered=Lower("handle")).filter(
        Q(lowered__in=handles) | Q(pk__in=former.values("member"))
    )
    return set(readers_of_board(post.topic.board, called).values_list("pk", flat=True))


def _seeing(topic: Topic, subscriptions: QuerySet[Subscription]) -> set[int]:
    members = Member.objects.filter(pk__in=subscriptions.filter(ended_at=None).values("member"))
    return set(readers_of_board(topic.board, members).values_list("pk", flat=True))


def seeing(topic: Topic, members: QuerySet[Member]) -> set[int]:
    """Those of the members who may see the topic."""
    return set(readers_of_board(topic.board, members).values_list("pk", flat=True))
