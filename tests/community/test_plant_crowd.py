"""A planted community is one that the site could have come to by itself: constraints, counters and the index are right."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Member
from core import pages
from core.text import cook, plain_text
from forums.actions.recount import recount_topics
from forums.actions.solution import settle_solved
from forums.actions.thank import recount_reactions_of
from forums.lists.kinds import FOLLOWING, UNREAD
from forums.lists.newness import unread_by, with_position
from forums.lists.rows import Narrowed, read
from forums.models import Board, Post, Reaction, ReadingPosition, State, Topic, TopicScore
from forums.reading.following import followed
from notifications.models import Notification, Subscription
from search.actions import rebuild
from search.models import SearchEntry
from spaces.models import Space

pytestmark = pytest.mark.timeout(300)  # who comes first waits for the database of all tests, too
POSTS = 1_500
DEFINITIONS = """
SELECT indexdef AS made FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) || condeferrable || condeferred || convalidated
FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
UNION ALL SELECT tgrelid::regclass || ' ' || tgname || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal
"""


def plant(*options: str) -> str:
    out = StringIO()
    call_command("plant", "--posts", str(POSTS), *options, stdout=out)
    return out.getvalue()


def definitions() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(DEFINITIONS)
        return {row[0] for row in cursor.fetchall()}


def facts(model, *columns: str) -> list[tuple]:
    return list(model.objects.order_by("pk").values_list(*columns))


@pytest.fixture(scope="module")
def planting(django_db_setup, django_db_blocker) -> Iterator[tuple[str, set[str]]]:
    """Planted once for all tests of this module, in a transaction that is rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        before = definitions()
        yield plant(), before
        transaction.set_rollback(True)


@pytest.fixture
def planted(planting, db) -> str:
    return planting[0]


def test_it_says_how_far_it_is_and_how_long_it_took(planted):
    assert f"{POSTS} posts of {POSTS}" in planted
    assert f"Planted {POSTS} posts in" in planted
    assert Post.objects.count() == POSTS


def test_indexes_constraints_and_triggers_are_as_they_were(planting, planted):
    assert definitions() == planting[1]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # the database looks at what was put off
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_topics_are_as_a_recount_leaves_them(planted):
    columns = ("state", "reply_count", "answered_at", "bumped_at", "last_poster", "solved_at")
    before = facts(Topic, *columns)
    recount_topics(topic_ids=list(Topic.objects.values_list("pk", flat=True)))
    for topic in Topic.objects.all():
        settle_solved(topic)
    assert facts(Topic, *columns) == before
    assert sum(1 for each in before if each[-1]) > 10  # some are solved
    numbers = Topic.objects.annotate(posts_there=Count("posts")).exclude(
        last_number=F("posts_there")
    )
    assert not numbers.exists()


def test_reactions_are_as_a_recount_leaves_them(planted):
    before = facts(Post, "thanks_count", "reaction_counts")
    recount_reactions_of(post_ids=list(Post.objects.values_list("pk", flat=True)))
    assert facts(Post, "thanks_count", "reaction_counts") == before
    assert Reaction.objects.count() > 100
    assert not Reaction.objects.filter(member=F("post__author")).exists()


def test_other_counters_are_what_their_rows_say(planted):
    boards = Board.objects.annotate(there=Count("topics", filter=Q(topics__state=State.VISIBLE)))
    assert not boards.exclude(topic_count=F("there")).exists()
    ideas = Topic.objects.annotate(given=Count("votes", distinct=True)).exclude(
        vote_count=F("given")
    )
    same = Topic.objects.annotate(said=Count("me_toos")).exclude(me_too_count=F("said"))
    assert not ideas.exists() and not same.exists()
    for topic in Topic.objects.prefetch_related("tags"):
        assert topic.tag_names == sorted(tag.name for tag in topic.tags.all())


def test_states_and_closings_have_rows_that_say_who_and_why(planted):
    assert not Post.objects.filter(state=State.HIDDEN, hidings=None).exists()
    assert not Post.objects.filter(state=State.DELETED, deletions=None).exists()
    assert not Topic.objects.filter(closed_at__isnull=False, curations=None).exists()


def test_nobody_has_read_further_than_the_last_post_or_where_they_may_not(planted):
    assert ReadingPosition.objects.exists()
    assert not ReadingPosition.objects.filter(number__gt=F("topic__last_number")).exists()
    closed = ReadingPosition.objects.filter(topic__space__visibility=Space.Visibility.PRIVATE)
    assert not closed.exclude(member__memberships__space=F("topic__space")).exists()
    assert not Subscription.objects.exclude(topic__posts__author=F("member")).exists()
    assert not Notification.objects.exclude(topic__author=F("member")).exists()


def test_the_index_is_as_a_rebuild_leaves_it(planted):
    columns = [
        field.attname for field in SearchEntry._meta.concrete_fields if field.attname != "id"
    ]
    before = {row[:2]: row for row in facts(SearchEntry, "kind", "object_id", *columns)}
    rebuild(kind="topic")
    after = {row[:2]: row for row in facts(SearchEntry, "kind", "object_id", *columns)}
    assert after == before
    assert len(after) == Topic.objects.filter(state=State.VISIBLE).count()


def test_html_is_what_the_source_cooks_to(planted):
    for post in Post.objects.order_by("?")[:60]:
        assert post.html == cook(post.source)
        assert plain_text(post.html)


def test_pages_answer(planted, client):
    member = Member.objects.exclude(email="").order_by("pk")[3]
    long = Topic.objects.filter(state=State.VISIBLE).order_by("-last_number")[0]
    board = Board.objects.filter(is_private=False)[0]
    name = Topic.objects.exclude(tag_names=[])[0].tag_names[0]
    paths = [
        "/", "/latest/", "/new/", "/unread/", "/unanswered/", "/top/", "/mine/", "/following/", "/tags/", f"/tags/{name}/",
        board.get_absolute_url(), board.space.get_absolute_url(), long.get_absolute_url(),
        f"/search/?q={name}", "/inbox/", "/bookmarks/", reverse("accounts:profile", args=[member.handle]),
    ]  # fmt: skip
    client.force_login(member)
    for path in paths:
        assert client.get(path, follow=True).status_code == 200, path
    assert client.get("/latest/").content.decode().count('href="/t/') >= 10


def test_lists_made_of_parts_are_what_their_condition_says(planted):
    """Unread and followed topics are looked for in parts, each by an index of its own; the condition is the law."""
    member = Member.objects.exclude(email="").order_by("pk")[5]
    quiet = Board.objects.exclude(is_private=True).order_by("topic_count").first()
    tag = Topic.objects.exclude(tag_names=[])[0].tags.first()
    for target in ({"board": quiet}, {"space": quiet.space}, {"tag": tag}):
        Subscription.objects.create(member=member, **target)
    ended = Subscription.objects.filter(member=member, topic__isnull=False).first()
    Subscription.objects.filter(pk=ended.pk).update(ended_at=timezone.now())
    since = timezone.now() - timedelta(days=700)
    for topic_list in (UNREAD, FOLLOWING):
        topics = with_position(Topic.objects.visible_to(member), member)
        if topic_list is UNREAD:
            lawful = unread_by(topics, member, since)
        else:
            lawful = topics.filter(followed(member))
        law = list(lawful.order_by("-bumped_at", "-pk").values_list("pk", flat=True))
        assert len(law) > 5
        found, after = [], None
        while not found or after:
            place = pages.place(Topic, order=topic_list.order, after=after)
            page = read(topic_list, member, Narrowed(), place, size=4, since=since)
            found += [row.id for row in page.items]
            after = page.next
        assert found == law


def test_lists_that_the_clock_makes_are_made(planted):
    assert TopicScore.objects.filter(period=TopicScore.Period.YEAR).count() > 10
    assert Space.objects.filter(voice_posts__gt=0).exists()


def test_where_people_are_nothing_is_planted_unless_one_says_so(planted):
    members = Member.objects.count()
    with pytest.raises(CommandError, match="--into-existing"):
        plant()
    assert Member.objects.count() == members
    plant("--into-existing", "--seed", "2")
    assert Post.objects.count() == 2 * POSTS
    assert Space.objects.filter(slug="space-0-2").exists()


def test_too_few_posts_are_no_community(db):
    with pytest.raises(CommandError, match="100"):
        call_command("plant", "--posts", "7")


def test_the_same_seed_plants_the_same(db):
    moment = datetime(2026, 3, 1, tzinfo=UTC).isoformat()
    found = []
    for seed in ("5", "5", "6"):
        with transaction.atomic():
            call_command(
                "plant",
                "--into-existing",
                "--posts",
                "300",
                "--seed",
                seed,
                "--now",
                moment,
                stdout=StringIO(),
            )
            topics = facts(
                Topic, "title", "created_at", "bumped_at", "reply_count", "tag_names", "solved_at"
            )
            posts = Counter(facts(Post, "source", "number", "created_at", "thanks_count"))
            found.append((topics, posts))
            transaction.set_rollback(True)
    assert found[0] == found[1]
    assert found[0] != found[2]
