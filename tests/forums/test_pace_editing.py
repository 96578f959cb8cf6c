"""Editing tells those newly called by name, so it has a pace as posting has."""

import pytest

from forums.actions import open_topic

pytestmark = pytest.mark.django_db


def test_editing_without_end_is_429_with_retry_after(client, member, board):
    topic = open_topic(
        author=member, board=board, kind="question", title="Why does it drip", source="It drips."
    )
    address = f"/posts/{topic.posts.get().pk}/edit/"
    client.force_login(member)
    assert client.post(address, {"source": "It drips a lot."}).status_code == 302
    answers = [client.post(address, {"source": ""}) for _ in range(30)]
    assert answers[0].status_code == 422
    assert (answers[-1].status_code, int(answers[-1]["Retry-After"]) > 0) == (429, True)
