"""The same act on several topics of a list; what one refuses does not stop the others, and is told."""

import pytest

from accounts.models import Role
from forums import actions
from forums.curating.holding import archive_topic
from forums.models import Board, Curation, State, Topic
from spaces.models import SpaceRole
from tests.cast import make_member

WHY = "The season is over."


@pytest.fixture
def topics(member, board) -> list[Topic]:
    return [
        actions.open_topic(
            author=member, board=board, kind="question", title=f"The Tern drips, part {n}", source="x",
            tags=["tern"],
        )
        for n in range(4)
    ]  # fmt: skip


@pytest.fixture
def technique(space) -> Board:
    return Board.objects.create(space=space, slug="technique", name="Technique", kinds=["question"])


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def chosen(topics, act, **more) -> dict:
    return {"topic": [topic.pk for topic in topics], "act": act, "back": "/latest/"} | more


def messages(client) -> str:
    return client.get("/latest/").content.decode()


@pytest.mark.parametrize("act", ["close", "archive", "move", "merge", "tag"])
def test_each_is_done(client, topics, manager, technique, act):
    client.force_login(manager)
    more = {
        "move": {"board": technique.pk}, "merge": {"into": topics[1].pk}, "tag": {"tags": "Summer"},
    }.get(act, {})  # fmt: skip
    asked = client.get("/topics/bulk/", chosen(topics[:3], act))
    assert asked.status_code == 200 and "part 2" in asked.content.decode()
    assert "part 3" not in asked.content.decode()
    answer = client.post("/topics/bulk/", chosen(topics[:3], act, reason=WHY, **more))
    assert (answer.status_code, answer["Location"]) == (302, "/latest/")
    first, into, third, untouched = (fresh(topic) for topic in topics)
    if act == "close":
        assert first.closed_at and into.closed_at and third.closed_at
    elif act == "archive":
        assert first.archived_at and into.archived_at and third.archived_at
    elif act == "move":
        assert {first.board, into.board, third.board} == {technique}
    elif act == "tag":
        assert first.tag_names == third.tag_names == ["summer", "tern"]
    else:
        assert (first.merged_into, third.merged_into) == (into, into)
        assert into.reply_count == 2
    assert (untouched.closed_at, untouched.board, untouched.state) == (
        None,
        topics[3].board,
        State.VISIBLE,
    )
    assert f"{2 if act == 'merge' else 3} conversations done" in messages(client)


def test_what_is_refused_is_told_and_stops_nobody(client, topics, manager):
    archive_topic(by=manager, topic=topics[1], reason="Old.")
    client.force_login(manager)
    client.post("/topics/bulk/", chosen(topics[:3], "close", reason=WHY))
    assert fresh(topics[0]).closed_at and fresh(topics[2]).closed_at
    assert not fresh(topics[1]).closed_at
    told = messages(client)
    assert "2 conversations done" in told and "Not done" in told and "archived" in told


def test_a_manager_of_one_space_touches_that_space_alone(
    client, topics, space, private_board, insider
):
    keeper = make_member("keeper")
    SpaceRole.objects.create(space=space, member=keeper, role=Role.MANAGER)
    secret = actions.open_topic(
        author=insider, board=private_board, kind="question", title="A prototype drips", source="x"
    )
    client.force_login(keeper)
    client.post("/topics/bulk/", chosen([topics[0], secret], "close", reason=WHY))
    assert fresh(topics[0]).closed_at and not fresh(secret).closed_at
    assert "prototype" not in messages(client)


def test_others_have_no_such_page(client, topics, member, outsider):
    assert client.get("/topics/bulk/")["Location"].startswith("/accounts/login/")
    assert client.post("/topics/bulk/", chosen(topics, "close", reason=WHY)).status_code == 302
    for who in (member, outsider, make_member("leader", trust=4)):
        client.force_login(who)
        assert client.get("/topics/bulk/", chosen(topics, "close")).status_code == 403
        assert client.post("/topics/bulk/", chosen(topics, "close", reason=WHY)).status_code == 403
    assert not Curation.objects.exists()


def test_forms_forgive(client, topics, manager):
    client.force_login(manager)
    assert client.get("/topics/bulk/", {"act": "nonsense"}).status_code == 403
    assert (
        "No conversation was chosen"
        in client.get("/topics/bulk/", {"act": "close"}).content.decode()
    )
    assert client.post("/topics/bulk/", chosen(topics, "close")).status_code == 422
    assert client.post("/topics/bulk/", chosen([], "close", reason=WHY)).status_code == 422
    bad = client.post("/topics/bulk/", chosen(topics, "close", reason=WHY, back="//evil.example/"))
    assert bad["Location"] == "/latest/"


def test_lists_offer_it_to_those_who_may(client, topics, manager, outsider):
    for who, offered in ((None, False), (outsider, False), (manager, True)):
        if who:
            client.force_login(who)
        text = client.get("/latest/").content.decode()
        assert ('id="bulk"' in text) is offered
        assert (f'name="topic" value="{topics[0].pk}"' in text) is offered
