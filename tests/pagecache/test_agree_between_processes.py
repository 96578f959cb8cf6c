"""Two real web processes: what changes shows in both within a second, and a page that nobody has is made once."""

import json
import shutil
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection

import pytest

from tests.house import House, open_folder
from tests.model import own_database

pytestmark = [pytest.mark.processes, pytest.mark.long, pytest.mark.timeout(300)]

PLANT = """
from accounts.models import Member
from forums.actions import open_topic
from forums.models import Board
from spaces.models import Brand, Space
Brand.objects.get_or_create(pk=1, defaults={"name": "Two"})
space = Space.objects.create(slug="one", name="One")
board = Board.objects.create(space=space, slug="b", name="B", kinds=["question"])
member = Member.objects.create(handle="ann", name="Ann", email="ann@mail.example", trust=2)
for n in range(3):
    topic = open_topic(author=member, board=board, kind="question", title="Topic", source="It drips.")
    print("PATH", topic.get_absolute_url())
"""
REPLY = """
import time
from accounts.models import Member
from forums.actions import reply
from forums.models import Topic
for n in range(5):
    reply(author=Member.objects.get(), topic=Topic.objects.order_by("pk").first(), source=f"Reply number {n}.")
    print("SAID", n, time.time(), flush=True)
    time.sleep(2)
"""


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    found = House(open_folder(), HEARTH_DEMO="0", **own_database("agreeing"))
    found.start()
    found.paths = shell(found, PLANT).split()[1::2]
    yield found
    found.stop()
    shutil.rmtree(found.data, ignore_errors=True)


def shell(house: House, code: str) -> str:
    done = house.manage("shell", "--no-imports", "-c", code)
    assert done.returncode == 0, done.stderr
    return done.stdout


def get(house: House, path: str) -> str:
    line = HTTPConnection("127.0.0.1", house.port, timeout=10)
    line.request("GET", path, headers={"Host": f"localhost:{house.port}"})
    answer = line.getresponse()
    text = answer.read().decode()
    assert answer.status == 200 and answer.headers["Cache-Control"] == "private, no-cache"
    line.close()
    return text


def test_no_process_shows_what_is_older_than_a_second(house: House):
    """Readers ask without pause, by many connections to both; each reply is in whatever they get a second later."""
    path = house.paths[0]
    said: list[list[str]] = []
    seen: list[tuple[float, str]] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            began = time.time()
            seen.append((began, get(house, path)))
            time.sleep(0.01)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    try:
        lines = shell(house, REPLY).splitlines()
    finally:
        time.sleep(1)
        done.set()
        for reader in readers:
            reader.join()
    said = [line.split() for line in lines if line.startswith("SAID")]
    assert len(said) == 5 and len(seen) > 100
    for _word, n, moment in said:
        words = f"Reply number {n}."
        late = [began for began, text in seen if began > float(moment) + 1 and words not in text]
        assert not late, (n, [round(each - float(moment), 2) for each in late])
        assert any(words in text for _began, text in seen)


def test_reads_come_to_the_topic(house: House):
    """Gathered in both processes, written by the timetable's job."""
    path = house.paths[-1]
    for _n in range(20):
        line = HTTPConnection("127.0.0.1", house.port, timeout=10)
        headers = {"Host": f"localhost:{house.port}", "User-Agent": "Mozilla/5.0 Firefox/140.0"}
        line.request("GET", path, headers=headers)
        line.getresponse().read()
        line.close()
    time.sleep(2)
    count = shell(
        house,
        "from forums.actions import write_views\nfrom forums.models import Topic\nwrite_views()\n"
        "import json; print(json.dumps([t.view_count for t in Topic.objects.order_by('pk')]))",
    )
    assert sum(json.loads(count.splitlines()[-1])) == 20
