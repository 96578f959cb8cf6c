"""Two managers press at the same moment: one decides, the other is told so."""

import threading

import pytest
from django.db import connection, transaction

from accounts.models import Role
from core.rules import NotAllowed
from forums.models import Post, PostHiding
from moderation.actions import AlreadyDecided, hide_reported_post, keep_reported_post, report_post
from moderation.models import ModerationAct, Report
from tests.cast import make_member

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls) -> list[str]:
    """Run the calls in threads with connections of their own; returns what became of each."""
    barrier, results = threading.Barrier(len(calls)), []

    def run(call) -> None:
        try:
            barrier.wait(5)
            call()
            results.append("decided")
        except AlreadyDecided:
            results.append("too late")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return sorted(results)


def test_hiding_and_keeping_at_once(manager, member, post):
    other = make_member("other-manager", role=Role.MANAGER)
    for round_ in range(5):
        Post.objects.filter(pk=post.pk).update(state="visible")
        PostHiding.objects.all().delete()
        ModerationAct.objects.all().delete()
        report_post(reporter=member, post=post, reason="spam")

        results = at_once(
            lambda: hide_reported_post(by=manager, post=post, reason="Rude."),
            lambda: keep_reported_post(by=other, post=post, reason="Fine."),
        )

        assert results == ["decided", "too late"], round_
        assert ModerationAct.objects.count() == 1
        assert Report.objects.open().count() == 0


def test_report_that_comes_while_it_is_being_hidden_waits_and_is_refused(
    manager, member, newcomer, post
):
    """Else it would stay open on a post nobody sees."""
    report_post(reporter=member, post=post, reason="spam")
    hidden, commit, refused = threading.Event(), threading.Event(), threading.Event()

    def decide() -> None:
        with transaction.atomic():
            hide_reported_post(by=manager, post=post, reason="Rude.")
            hidden.set()
            commit.wait(10)
        connection.close()

    def complain() -> None:
        try:
            report_post(reporter=newcomer, post=post, reason="spam")
        except NotAllowed:
            refused.set()
        finally:
            connection.close()

    deciding, complaining = threading.Thread(target=decide), threading.Thread(target=complain)
    deciding.start()
    assert hidden.wait(10)
    complaining.start()
    complaining.join(0.5)
    assert complaining.is_alive()
    commit.set()
    deciding.join(10)
    complaining.join(10)

    assert refused.is_set()
    assert Report.objects.open().count() == 0
