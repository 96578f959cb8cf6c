"""Valkey hung, killed or emptied under a running site: posting answers, and everything is delivered afterwards, once."""

import contextlib
import http.client
import json
import os
import shutil
import signal
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from tests.house import House, open_folder
from tests.model import own_database

pytestmark = [pytest.mark.processes, pytest.mark.long, pytest.mark.timeout(300)]

PREPARE = """
import json
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from accounts.models import Member
from forums import actions
from forums.models import Board
from spaces.models import Brand, Space
Brand.objects.create(pk=1, name="Test")
board = Board.objects.create(space=Space.objects.create(slug="s", name="S"), slug="b", name="B", kinds=["question"])
asker, writer = (Member.objects.create(handle=h, name=h, email=h + "@mail.example") for h in ("asker", "writer"))
topic = actions.open_topic(author=asker, board=board, kind="question", title="Does it hold?", source="Well?")
session = SessionStore()
session[SESSION_KEY] = str(writer.pk)
session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
session[HASH_SESSION_KEY] = writer.get_session_auth_hash()
session.create()
print(json.dumps({"topic": topic.pk, "session": session.session_key}))
"""

STANDING = """
import json
from django.db.models import Count
from events.models import Delivery, Event
from forums.models import Post
from notifications.models import Notification
told = Notification.objects.filter(member__handle="asker").values("key").annotate(n=Count("id"))
print(json.dumps({
    "waiting": Event.objects.unsettled().count(), "parked": Delivery.objects.parked().count(),
    "posts": list(Post.objects.filter(number__gt=1).values_list("source", flat=True)),
    "told": sum(each["n"] for each in told), "told_twice": sum(each["n"] > 1 for each in told),
}))
"""


@dataclass
class Site:
    house: House
    topic: int
    session: str

    def reply(self, text: str) -> tuple[int, float]:
        """Post a reply as a browser would; the status and the seconds it took."""
        token = "t" * 32
        body = urlencode({"source": text, "key": str(uuid.uuid4()), "csrfmiddlewaretoken": token})
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"sessionid={self.session}; csrftoken={token}",
        }
        line = http.client.HTTPConnection("localhost", self.house.port, timeout=20)
        began = time.monotonic()
        line.request("POST", f"/topics/{self.topic}/replies/", body, headers)
        status = line.getresponse().status
        line.close()
        return status, time.monotonic() - began

    def ask(self, code: str) -> dict:
        done = self.house.manage("shell", "--no-imports", "-c", code)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.strip().splitlines()[-1])

    def settled(self, *, within: float = 90) -> dict:
        until = time.monotonic() + within
        while (standing := self.ask(STANDING))["waiting"]:
            assert time.monotonic() < until, standing
            time.sleep(1)
        return standing

    def valkey(self) -> int:
        """The process that holds the broker's port, which it shows in its title."""
        port = urlsplit(
            json.loads((self.house.data / "addresses.json").read_text())["REDIS_URL"]
        ).port
        for entry in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                command = (entry / "cmdline").read_text()
                if "valkey-server" in command and f"127.0.0.1:{port}" in command:
                    return int(entry.name)
        raise AssertionError(f"No Valkey on port {port}.")


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    house = House(open_folder(), HEARTH_DEMO="0", **own_database("surviving"))
    house.start()
    done = house.manage("shell", "--no-imports", "-c", PREPARE)
    assert done.returncode == 0, done.stderr
    yield Site(house, **json.loads(done.stdout.strip().splitlines()[-1]))
    house.stop(signal.SIGTERM)
    shutil.rmtree(house.data, ignore_errors=True)


def hold_under(site: Site, name: str, harm, mend) -> None:
    """Post before, during and after the harm; every post is kept, answered in 2 s, and told of once."""
    words = [f"{name} {when}" for when in ("before", "during 1", "during 2", "during 3", "after")]
    assert site.reply(words[0])[0] == 302
    harm()
    try:
        during = [site.reply(text) for text in words[1:4]]
    finally:
        mend()
    assert [status for status, _ in during] == [302] * 3
    assert max(seconds for _, seconds in during) < 2, during
    assert site.reply(words[4])[0] == 302
    standing = site.settled()
    assert [text for text in standing["posts"] if text.startswith(name)] == words
    assert (standing["parked"], standing["told_twice"]) == (0, 0)
    assert standing["told"] == len(standing["posts"])


def test_hung(site):
    pid = site.valkey()
    hold_under(
        site, "hung", lambda: os.kill(pid, signal.SIGSTOP), lambda: os.kill(pid, signal.SIGCONT)
    )


def test_killed_and_refusing(site):
    hold_under(site, "killed", lambda: os.kill(site.valkey(), signal.SIGKILL), lambda: None)


def test_emptied(site):
    empty = "from django.core.cache import cache; cache.clear(); print('{}')"
    hold_under(site, "emptied", lambda: site.ask(empty), lambda: None)
