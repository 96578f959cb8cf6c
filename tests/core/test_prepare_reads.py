"""Reads whose SQL is written once: the same rows as the ORM's for everybody, and nobody's rights are another's."""

import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import remembered
from core.prepared import Given, Prepared
from forums import actions
from forums.models import Topic
from spaces.models import Membership


@pytest.fixture
def topics(member, board, insider, private_board):
    for author, place, title in (
        (member, board, "open 100 %s"),
        (insider, private_board, "secret"),
    ):
        actions.open_topic(
            author=author, board=place, kind="question", title=title, source="x", tags=["a"]
        )


@pytest.fixture
def seen() -> Prepared:
    return Prepared(
        lambda viewer: (
            Topic.objects.visible_to(viewer)
            .filter(created_at__lte=Given("until"))
            .order_by("id")
            .values_list("title", "tag_names", "author__name", "author__shown_to", "created_at")
        )
    )


def titles(seen, viewer):
    until = Topic.objects.latest("created_at").created_at
    return [row.title for row in seen.fetch(viewer, until=until)]


def test_each_kind_of_viewer_sees_what_visible_to_says(
    topics, seen, visitor, member, outsider, insider, manager
):
    for _ in range(2):
        for viewer in (insider, visitor, outsider, manager, member):
            allowed = [each.title for each in Topic.objects.visible_to(viewer).order_by("id")]
            assert titles(seen, viewer) == allowed, viewer


def test_one_members_rights_end_with_the_row_behind_them(topics, seen, insider, private_space):
    assert titles(seen, insider) == ["open 100 %s", "secret"]
    Membership.objects.filter(member=insider, space=private_space).delete()
    assert titles(seen, insider) == ["open 100 %s"]


def test_a_row_is_read_as_the_orm_reads_it(topics, seen, member):
    topic = Topic.objects.order_by("id").first()
    row = seen.fetch(member, until=topic.created_at)[0]
    assert (row.tag_names, row.author_name, row.author_shown_to) == (["a"], member.name, {})
    assert row.created_at == topic.created_at and row.created_at.tzinfo


def test_sql_is_written_once_and_each_read_is_one_counted_query(topics, member, outsider):
    written = []

    def build(viewer):
        written.append(viewer)
        return Topic.objects.filter(author=viewer.pk).values_list("id")

    mine = Prepared(build)
    member.roles, outsider.roles  # noqa: B018
    with CaptureQueriesContext(connection) as queries:
        found = [len(mine.fetch(each)) for each in (member, outsider, member)]
    assert (found, len(queries), len(written)) == ([1, 0, 1], 3, 1)
    remembered.forget_all()
    mine.fetch(member)
    assert len(written) == 2


def test_what_hangs_on_more_than_can_be_noted_is_read_by_the_orm_each_time(
    topics, member, outsider
):
    """A query on the way, or an id compared in Python, would write one member's rights into all others' SQL."""

    def asks(viewer):
        ids = list(Topic.objects.filter(author=viewer.pk).values_list("pk", flat=True))
        return Topic.objects.filter(pk__in=ids).values_list("id", "title")

    def compares(viewer):
        topics = Topic.objects.filter(kind="question", title__startswith="open")
        return (topics if viewer.pk == member.pk else topics.none()).values_list("id", "title")

    for build in (asks, compares):
        read = Prepared(build)
        assert [[row.title for row in read.fetch(each)] for each in (member, outsider, member)] == [
            ["open 100 %s"], [], ["open 100 %s"],
        ]  # fmt: skip


def test_no_way_to_look_at_a_viewers_number_in_python_is_missed(topics, member, outsider, visitor):
    """Looked for in a set, asked whether it is there, compared with nothing: each reader gets their own answer."""
    mine = {member.pk: "mine"}
    builds = [
        lambda viewer: viewer.pk in mine,
        lambda viewer: bool(viewer.pk) and viewer.pk in mine,
        lambda viewer: viewer.pk is not None,
        lambda viewer: not viewer.pk,
    ]
    for holds in builds:
        read = Prepared(
            lambda viewer, holds=holds: (
                Topic.objects.filter(title__startswith="open")
                if holds(viewer)
                else Topic.objects.none()
            ).values_list("id", "title")
        )
        for viewer in (member, outsider, visitor, member, visitor, outsider):
            assert bool(read.fetch(viewer)) is holds(viewer), viewer


def test_what_another_thread_remembers_lets_no_query_through(topics, member, outsider):
    """A builder that asks for rows is refused, too, while somebody else reads settings."""
    began, end = threading.Event(), threading.Event()

    def slowly():
        began.set()
        end.wait(5)

    other = threading.Thread(target=remembered.Remembered(slowly))
    other.start()
    began.wait(5)
    try:

        def asks(viewer):
            ids = list(Topic.objects.filter(author=viewer.pk).values_list("pk", flat=True))
            return Topic.objects.filter(pk__in=ids).values_list("id")

        read = Prepared(asks)
        assert [len(read.fetch(each)) for each in (member, outsider)] == [1, 0]
    finally:
        end.set()
        other.join()
