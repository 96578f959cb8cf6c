"""Write first, sign in after: what waits is posted once, for the right person."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions import do_act
from accounts.models import Browser, WaitingAct
from forums import actions
from forums.models import Draft, Topic
from tests.cast import make_member


@pytest.fixture
def browser(db) -> uuid.UUID:
    return Browser.objects.create().pk


def write(visitor, browser, board, **more):
    fields = {
        "kind": "question",
        "title": "Why does it hiss?",
        "source": "It hisses.",
        "is_ready": True,
    } | more
    return actions.save_draft(
        viewer=visitor, browser_id=browser, key=uuid.uuid4(), board=board, **fields
    )


def arrive(member, browser) -> list[Topic]:
    """What the moment of a sign-in does with this browser's drafts; the topics it made."""
    before = set(Topic.objects.values_list("pk", flat=True))
    actions.adopt_drafts(member=member, browser_id=browser)
    for act in WaitingAct.objects.asked().filter(browser=browser).order_by("asked_at"):
        do_act(by=member, act=act)
    return list(Topic.objects.exclude(pk__in=before).order_by("pk"))


def test_what_was_sent_is_posted_on_arrival(visitor, browser, board, newcomer):
    actions.open_topic(
        author=make_member("known"),
        board=board,
        kind="question",
        title="Which one?",
        source="This?",
        tags=["tern"],
    )
    write(visitor, browser, board, tags="tern, noise")
    (topic,) = arrive(newcomer, browser)
    assert (topic.author, topic.title) == (newcomer, "Why does it hiss?")
    assert set(topic.tags.names()) == {"tern"}  # words that are new wait until one is known here


def test_it_is_posted_once(visitor, browser, board, newcomer):
    draft = write(visitor, browser, board)
    arrive(newcomer, browser)
    assert arrive(newcomer, browser) == []
    again = Draft.objects.get(pk=draft.pk)
    assert actions.post_draft(by=newcomer, draft=again) == again.posted_topic
    assert Topic.objects.count() == 1


def test_two_forms_of_one_browser_both_count(visitor, browser, board, newcomer):
    write(visitor, browser, board, title="The first question")
    write(visitor, browser, board, title="The second question")
    topics = arrive(newcomer, browser)
    assert [topic.title for topic in topics] == ["The first question", "The second question"]


def test_what_was_not_sent_stays_a_draft(visitor, browser, board, newcomer):
    draft = write(visitor, browser, board, is_ready=False)
    assert arrive(newcomer, browser) == []
    assert Draft.objects.get(pk=draft.pk).member == newcomer


def test_another_browser_claims_nothing(visitor, browser, board, newcomer):
    write(visitor, browser, board)
    assert arrive(newcomer, Browser.objects.create().pk) == []


def test_nobody_writes_into_anothers_draft(visitor, browser, board, member):
    draft = write(visitor, browser, board)
    stranger = Browser.objects.create().pk
    taken = {"key": draft.pk, "board": board, "kind": "question", "title": "Mine", "source": "mine"}
    assert actions.save_draft(viewer=visitor, browser_id=stranger, **taken) is None
    assert actions.save_draft(viewer=member, browser_id=stranger, **taken) is None
    assert Draft.objects.get(pk=draft.pk).title == "Why does it hiss?"


def test_a_board_one_may_not_see_keeps_the_draft(visitor, browser, private_board, newcomer):
    draft = write(visitor, browser, private_board)
    assert arrive(newcomer, browser) == []
    assert Draft.objects.get(pk=draft.pk).posted_topic is None
    assert Topic.objects.count() == 0


def test_drafts_are_kept_for_seven_days(visitor, browser, board):
    old, young = write(visitor, browser, board), write(visitor, browser, board)
    Draft.objects.filter(pk=old.pk).update(updated_at=timezone.now() - timedelta(days=7, minutes=1))
    Draft.objects.filter(pk=young.pk).update(
        updated_at=timezone.now() - timedelta(days=6, hours=23)
    )
    actions.expire_drafts()
    assert list(Draft.objects.all()) == [young]
