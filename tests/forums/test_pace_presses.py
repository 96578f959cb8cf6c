"""What is done by a press is done at a person's pace: a script is asked to wait."""

import pytest
from django.urls import reverse

from core import limits
from forums.actions import open_topic, reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def paces(monkeypatch) -> list[str]:
    """The names under which tries are counted; every second one is one too many."""
    counted: list[str] = []

    def count(key, **_):
        counted.append(key)
        return limits.Answer(False, 30)

    monkeypatch.setattr(limits, "count", count)
    return counted


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("thanks", {}), ("thanks", {"withdraw": 1}), ("solution", {}), ("bookmark", {}), ("post_wiki", {}),
        ("post_deletion", {}), ("post_restoration", {}), ("post_edit", {}),
    ],
)  # fmt: skip
def test_presses_on_a_post_have_a_pace(client, member, outsider, board, paces, name, data):
    topic = open_topic(
        author=member, board=board, kind="question", title="It leaks", source="It leaks."
    )
    mine = reply(author=member, topic=topic, source="Still.")
    theirs = reply(author=outsider, topic=topic, source="Try this.")
    client.force_login(member)
    post = theirs if name in ("thanks", "solution") else mine
    answer = client.post(reverse(f"forums:{name}", args=[post.pk]), data)
    assert answer.status_code == 429 and answer["Retry-After"]
    assert any(key.endswith(f"member:{member.pk}") for key in paces)


@pytest.mark.parametrize("path", ["/reading/", "/reading/all/"])
def test_reading_has_a_pace(client, member, board, paces, path):
    client.force_login(member)
    assert client.post(path, {"seen": "1:1"}).status_code == 429
