"""A community moves in: everything that was said, by whom, when, and what solved it."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Member
from core.rules import NotAllowed
from events.models import Event
from forums.actions import edit_post, open_topic, reply
from forums.actions.recount import recount
from forums.models import Board, Post, Solution, Topic
from forums.rules import may_edit_post
from integrations.models import ImportedMember, ImportedPost, ImportRun
from moderation.queries import waiting_questions
from notifications.models import Notification
from search.models import SearchEntry
from tests.integrations.conftest import answer, question

COLUMNS = ["state", "reply_count", "answered_at", "bumped_at", "last_poster_id"]


def snapshot():
    """Everything an import makes, without what says when it ran."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (Member, Topic, Post, Solution, ImportedPost, ImportedMember, SearchEntry)
    ]


def test_topics_keep_words_dates_tags_and_answers(small, bring_in, space):
    assert "2 questions, 2 answers, 1 solutions, 3 members" in bring_in(small)
    first, second = Topic.objects.order_by("created_at")
    assert (first.title, first.slug, first.kind) == (
        "Question number 1",
        "question-number-1",
        "question",
    )
    assert set(first.tags.names()) == {"grinder", "v60"}
    assert first.space == space and first.board.slug == "imported"
    assert first.created_at == datetime(2015, 1, 1, 8, tzinfo=UTC)
    assert first.bumped_at == first.solved_at == datetime(2015, 2, 4, 9, 30, 0, 500000, tzinfo=UTC)
    assert first.answered_at == datetime(2015, 2, 3, 9, 30, 0, 500000, tzinfo=UTC)
    assert [post.html for post in first.posts.order_by("number")] == [
        "<p>How is question 1 <em>answered</em>?</p>", "<p>With answer 3.</p>", "<p>With answer 4.</p>",
    ]  # fmt: skip
    assert first.solutions.get().post.number == 3
    assert second.needs_answer and second.posts.get().edited_at.day == 9


def test_people_are_placeholders_nobody_can_write_to(small, bring_in):
    bring_in(small)
    ada, bo, nine = Member.objects.order_by("pk")
    assert (ada.name, ada.handle, ada.bio) == ("Ada Nyström", "ada-nystrom-4", "Roasts & reads.")
    assert ada.joined_at == datetime(2014, 5, 6, 7, 8, 9, tzinfo=UTC)
    assert {nine.handle, bo.handle} == {"user-9", "bo-8"}
    for each in (ada, bo, nine):
        each.full_clean(exclude=["password"])
        assert each.is_placeholder and not each.email and not each.has_usable_password()


@pytest.mark.parametrize(
    "name",
    ["", "  ", "管理者", "<script>alert(1)</script>", "a" * 300, "\u202eadmin", "-_-", "O'Neil"],
)
def test_any_name_makes_a_valid_handle(dump, bring_in, name):
    bring_in(dump([question(1, OwnerUserId=None, OwnerDisplayName=name or None)]))
    author = Topic.objects.get().author
    author.full_clean(exclude=["password"])
    assert "\u202e" not in author.name


def test_taken_handles_are_left_to_their_owners(dump, bring_in, member):
    Member.objects.filter(pk=member.pk).update(handle="User-4")
    bring_in(dump([question(1)]))
    assert Topic.objects.get().author.handle.startswith("user-4-")
    assert Member.objects.get(pk=member.pk).handle == "User-4"


def test_counters_equal_a_recount(small, bring_in):
    bring_in(small)
    for topic in Topic.objects.all():
        before = Topic.objects.filter(pk=topic.pk).values(*COLUMNS).get()
        recount(topic=topic)
        assert Topic.objects.filter(pk=topic.pk).values(*COLUMNS).get() == before


def test_scores_stay_with_the_origin_and_thanks_with_people(small, bring_in, client):
    bring_in(small)
    origin = ImportedPost.objects.get(old_id=4)
    assert (origin.score, origin.post.thanks_count) == (12, 0)
    page = client.get(origin.post.topic.get_absolute_url()).content.decode()
    assert "12 votes there" in page and 'href="https://brewing.example/a/4"' in page


def test_one_event_and_nobody_is_notified(small, bring_in):
    bring_in(small)
    assert [event.kind for event in Event.objects.all()] == ["integrations.ImportFinished"]
    assert Event.objects.get().facts == {"run_id": ImportRun.objects.get().pk}
    assert not Notification.objects.exists()


def test_imported_questions_are_found(small, bring_in, client):
    bring_in(small)
    assert SearchEntry.objects.filter(kind="topic").count() == 2
    assert "Question number 2" in client.get("/search/?q=grinder").content.decode()


def test_again_changes_nothing(small, bring_in):
    bring_in(small)
    before = snapshot()
    assert "nothing to do" in bring_in(small)
    assert snapshot() == before
    assert Event.objects.count() == 1


def test_newer_dump_adds_what_is_new(small, dump, bring_in, member):
    bring_in(small)
    topic = Topic.objects.get(title="Question number 2")
    reply(author=member, topic=topic, source="From here.")
    newer = [question(2, AcceptedAnswerId=6, OwnerUserId=9), answer(6, to=2), question(7)]
    bring_in(dump(newer))
    topic.refresh_from_db()
    assert [post.number for post in topic.posts.order_by("number")] == [1, 2, 3]
    assert topic.solutions.get().post.number == 3 and topic.solved_at and topic.reply_count == 2
    assert Topic.objects.count() == 3 and SearchEntry.objects.filter(kind="topic").count() == 3


def test_answers_before_their_question_find_it(dump, bring_in):
    bring_in(dump([answer(1, to=2), question(2)]))
    assert Topic.objects.get().reply_count == 1


def test_html_is_made_safe_and_kept(dump, bring_in):
    body = '<p onclick="x()">A <a href="javascript:x()">link</a><script>x()</script> *stars* &lt;b&gt;</p>'
    bring_in(dump([question(1, Body=body)]))
    post = Post.objects.get()
    assert "script" not in post.html and "onclick" not in post.html
    assert "*stars* &lt;b&gt;" in post.html and post.is_html and post.source == post.html


def test_imported_words_cannot_be_edited_into_markdown(small, bring_in):
    bring_in(small)
    post = Post.objects.filter(number=1).select_related("author").first()
    assert may_edit_post(post.author, post).reason == "Imported posts keep their words."
    with pytest.raises(NotAllowed):
        edit_post(by=post.author, post=post, source="other")


def test_archive_takes_replies_but_no_new_topics(small, bring_in, member):
    bring_in(small)
    board = Board.objects.get(slug="imported")
    assert board.kinds == []
    assert reply(author=member, topic=Topic.objects.first(), source="Still true?").number


def test_nobody_is_asked_to_answer_the_archive(small, bring_in, board, member, manager, client):
    open_topic(author=member, board=board, kind="question", title="Of today", source="?")
    bring_in(small)
    assert Topic.objects.awaiting_answer().count() == 2
    assert [topic.title for topic in waiting_questions(manager)] == ["Of today"]
    assert [shown.row.title for shown in client.get("/").context["waiting"]] == ["Of today"]


def test_private_space_stays_private(small, bring_in, private_space, client):
    bring_in(small, space=private_space.slug)
    topic = Topic.objects.first()
    assert topic.space == private_space
    assert client.get(topic.get_absolute_url()).status_code == 404
    assert "Question number" not in client.get("/search/?q=grinder").content.decode()
    assert not Topic.objects.visible_to(topic.author).exists()


def test_pages_ask_a_fixed_number_of_queries(dump, bring_in, client):
    bring_in(dump([question(1), *(answer(n, to=1) for n in range(2, 6))]))
    few = Topic.objects.get()
    folder = dump([question(1), *(answer(n, to=1) for n in range(2, 12))], name="other.example")
    bring_in(folder, board="other")
    many = Topic.objects.exclude(pk=few.pk).get()
    client.get(few.get_absolute_url())
    counts = []
    for topic in (few, many):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(topic.get_absolute_url()).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
