"""Completion offers people, topics and tags: what the one who types may see, and nothing else."""

import pytest
from django.urls import reverse

from accounts.models import Audience, Member
from forums import actions
from forums.models import Topic
from tests.cast import make_member

pytestmark = pytest.mark.django_db


def offered(client, what: str, query: str, **more) -> list[str]:
    answer = client.get(reverse(f"forums:complete_{what}"), {"q": query, **more})
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    return [option["value"] for option in answer.json()["options"]]


@pytest.fixture
def topic(board, member) -> Topic:
    return actions.open_topic(
        author=member, board=board, kind="discussion", title="Which grinder for a Wren", source="?",
        tags=["grinders"],
    )  # fmt: skip


@pytest.fixture
def secret(private_board, insider) -> Topic:
    return actions.open_topic(
        author=insider, board=private_board, kind="question", title="Which grinder comes in May", source="?",
        tags=["grinder-x"],
    )  # fmt: skip


class TestPeople:
    @pytest.fixture(autouse=True)
    def people(self, db):
        for handle, name in (("mina", "Mina Okafor"), ("mike", "Mike Oslo"), ("zed", "Minos Zed")):
            make_member(handle)
            Member.objects.filter(handle=handle).update(name=name)

    def test_by_handle_and_by_name(self, client, outsider):
        client.force_login(outsider)
        assert offered(client, "people", "MIN") == ["mina", "zed"]
        assert offered(client, "people", "mina") == ["mina"]
        assert offered(client, "people", "") == offered(client, "people", "%") == []

    def test_who_speaks_in_the_conversation_comes_first(self, client, outsider, topic):
        actions.reply(author=Member.objects.get(handle="zed"), topic=topic, source="Mine.")
        client.force_login(outsider)
        assert offered(client, "people", "mi", topic=topic.pk) == ["zed", "mike", "mina"]
        assert offered(client, "people", "", topic=topic.pk) == ["member", "zed"]

    def test_nobody_of_a_conversation_one_may_not_see(self, client, outsider, secret):
        client.force_login(outsider)
        assert offered(client, "people", "", topic=secret.pk) == []

    def test_not_those_who_are_gone_hidden_or_blocked(self, client, outsider, topic):
        mina, mike, zed = (Member.objects.get(handle=name) for name in ("mina", "mike", "zed"))
        for person in (mina, mike, zed):
            actions.reply(author=person, topic=topic, source="I am here.")
        Member.objects.filter(pk=mina.pk).update(is_active=False)
        Member.objects.filter(pk=mike.pk).update(shown_to={"page": Audience.NOBODY})
        Member.objects.filter(pk=outsider.pk).update(blocked_ids=[zed.pk])
        client.force_login(outsider)
        assert offered(client, "people", "mi") == offered(client, "people", "z") == []
        assert offered(client, "people", "mi", topic=topic.pk) == []

    def test_members_alone_ask_for_people(self, client):
        assert client.get(reverse("forums:complete_people"), {"q": "mi"}).status_code == 302


class TestTopics:
    def test_by_word_number_and_beginning(self, client, topic):
        for query in ("grinder", "WREN", "wh", str(topic.pk)):
            assert offered(client, "topics", query) == [str(topic.pk)]
        for query in ("", "%", "__", "tern", "999999999999"):
            assert offered(client, "topics", query) == []

    def test_only_what_one_may_see(self, client, topic, secret, outsider, insider):
        for person, found in ((None, {topic}), (outsider, {topic}), (insider, {topic, secret})):
            client.logout()
            if person:
                client.force_login(person)
            assert set(offered(client, "topics", "grinder")) == {str(each.pk) for each in found}
            assert bool(offered(client, "topics", str(secret.pk))) == (secret in found)

    def test_those_that_begin_so_come_first(self, client, topic, board, member):
        other = actions.open_topic(
            author=member, board=board, kind="discussion", title="Grinder noise", source="?"
        )
        Topic.objects.filter(pk=topic.pk).update(bumped_at="2030-01-01T00:00Z")
        assert offered(client, "topics", "grinder") == [str(other.pk), str(topic.pk)]


class TestTags:
    def test_tags_of_what_one_may_see(self, client, topic, secret, insider):
        assert offered(client, "tags", "grind") == ["grinders"]
        client.force_login(insider)
        assert offered(client, "tags", "grind") == ["grinder-x", "grinders"]
        assert offered(client, "tags", "") == offered(client, "tags", "%") == []


@pytest.mark.parametrize("what", ["people", "topics", "tags"])
def test_few_queries(client, what, topic, outsider, django_assert_max_num_queries):
    client.force_login(outsider)
    with django_assert_max_num_queries(11):
        offered(client, what, "gri", topic=topic.pk)
