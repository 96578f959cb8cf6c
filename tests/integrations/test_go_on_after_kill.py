"""Killed anywhere, the same command goes on where it was and ends as if nothing had happened."""

import os
import signal
import subprocess
import sys
import time
from importlib import import_module
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from events.models import Event
from forums.actions.recount import recount
from forums.models import Board, Post, Solution, Topic
from integrations.models import ImportedPost, ImportRun
from search.models import SearchEntry
from tests.integrations.conftest import answer, question

stages = import_module("integrations.actions.import_dump")


class Killed(BaseException):
    """Not an Exception: nothing may catch it."""


@pytest.fixture
def community(dump):
    """30 questions with two answers each, the second accepted, mixed as time mixes them."""
    rows = []
    for n in range(1, 31):
        day = f"2015-01-{n:02}T08:00:00.000"
        rows += [
            question(3 * n, AcceptedAnswerId=3 * n + 2, CreationDate=day),
            answer(3 * n + 1, to=3 * n, CreationDate=f"2015-02-{1 + n % 28:02}T10:00:00"),
            answer(3 * n + 2, to=3 * n, CreationDate=f"2015-03-{n:02}T10:00:00"),
        ]
    return dump(rows)


def what_came():
    return {
        "topics": list(Topic.objects.order_by("created_at").values_list(
            "title", "reply_count", "bumped_at", "answered_at", "solved_at", "last_number")),
        "posts": sorted(Post.objects.values_list("topic__title", "number", "html", "created_at")),
        "solutions": sorted(Solution.objects.values_list("topic__title", "post__number")),
        "found": sorted(SearchEntry.objects.values_list("title", "is_solved", "score")),
        "old ids": sorted(ImportedPost.objects.values_list("kind", "old_id")),
    }  # fmt: skip


@pytest.mark.parametrize("after", [1, 3, 4, 7, 10, 11])
def test_killed_after_a_batch(community, bring_in, monkeypatch, after):
    monkeypatch.setattr(stages, "BATCH_POSTS", 10)
    monkeypatch.setattr(stages, "BATCH_TOPICS", 10)
    done = 0

    def die(*args):
        nonlocal done
        done += 1
        if done == after:
            raise Killed

    with monkeypatch.context() as killing, pytest.raises(Killed):
        killing.setattr(stages, "_tell", die)
        bring_in(community)
    assert not Event.objects.exists()
    said = bring_in(community)
    assert "30 questions, 60 answers, 30 solutions" in said
    came = what_came()
    assert len(came["posts"]) == 90 and len(came["found"]) == 30 and len(came["old ids"]) == 90
    assert all(topic[1:2] + topic[5:] == (2, 3) for topic in came["topics"])
    assert Event.objects.count() == 1


def test_killed_inside_a_batch(community, bring_in, monkeypatch):
    def die(**more):
        raise Killed

    with monkeypatch.context() as killing, pytest.raises(Killed):
        killing.setattr("integrations.actions.write_answers.recount_topics", die)
        bring_in(community)
    assert Post.objects.filter(number__gt=1).count() == 0, "a batch commits as a whole"
    bring_in(community)
    for topic in Topic.objects.all():
        bumped = topic.bumped_at
        recount(topic=topic)
        assert topic.reply_count == 2 and topic.bumped_at == bumped


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def test_process_killed_for_real(dump, space):
    """`kill -9` while it writes, twice, then let it finish: each row once."""
    rows = [question(n, CreationDate="2015-01-05T08:00:00") for n in range(1, 1501)]
    rows += [answer(n, to=n - 1500, CreationDate="2015-02-05T08:00:00") for n in range(1501, 3001)]
    folder = dump(rows)
    for wanted in (1, 1501):
        process = start(folder, space)
        until = time.monotonic() + 60
        while ImportedPost.objects.count() < wanted and process.poll() is None:
            assert time.monotonic() < until
            time.sleep(0.01)
        assert process.poll() is None, process.communicate()[0]
        process.send_signal(signal.SIGKILL)
        process.wait()
        connection.close()
    assert ImportRun.objects.get().finished_at is None
    last = start(folder, space)
    said = last.communicate(timeout=100)[0]
    assert last.returncode == 0, said
    assert (Topic.objects.count(), Post.objects.count()) == (1500, 3000)
    assert set(Topic.objects.values_list("reply_count", "last_number")) == {(1, 2)}
    assert SearchEntry.objects.count() == 1500 and ImportRun.objects.get().answers == 1500
    assert Board.objects.filter(slug="imported").count() == 1


def start(folder, space):
    name = connection.settings_dict["NAME"]
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    return subprocess.Popen(
        [sys.executable, "manage.py", "import_stackexchange", str(folder), "--space", space.slug],
        env=os.environ | {"DATABASE_URL": address},
        cwd=settings.BASE_DIR, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
