"""Two workers at the same moment: one letter, one notification, and the index as it last was."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from core.models import OutgoingMail
from forums.actions import open_topic
from notifications.actions import send_due_mail, tell
from notifications.actions.tell import Notice
from notifications.models import Notification
from search.actions import reindex
from search.models import SearchEntry

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls: Callable[[], object]) -> None:
    """Run the calls in threads that start together, each with a connection of its own."""
    start, trouble = threading.Barrier(len(calls)), []

    def run(call: Callable[[], object]) -> None:
        try:
            start.wait(10)
            call()
        except Exception as error:  # noqa: BLE001 - shown by the test
            trouble.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not trouble


def test_telling_and_mailing_at_once_tells_and_mails_once(member, brand):
    notice = Notice(key="case:1", kind="case", url="/", title="Your case is open")
    for _ in range(5):
        Notification.objects.all().delete()
        OutgoingMail.objects.all().delete()
        at_once(*[lambda: tell(member_ids={member.pk}, notice=notice)] * 4)
        assert Notification.objects.count() == 1
        at_once(*[send_due_mail] * 4)
        assert OutgoingMail.objects.count() == 1


def test_who_reads_late_does_not_write_early(member, board):
    """A worker that read the old title waits; it cannot put it over the new one."""
    topic = open_topic(author=member, board=board, kind="question", title="Old", source="Words")
    with transaction.atomic():
        reindex(kind="topic", ids=[topic.pk])
        slow = threading.Thread(
            target=lambda: (reindex(kind="topic", ids=[topic.pk]), connection.close())
        )
        slow.start()
        slow.join(0.5)
        assert slow.is_alive(), "the second waits for the first"
        type(topic).objects.filter(pk=topic.pk).update(title="New")
    slow.join(10)
    assert SearchEntry.objects.get().title == "New"
