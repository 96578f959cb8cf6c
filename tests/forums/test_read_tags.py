"""A tag's page, the index of tags, and following."""

import pytest
from django.test import Client
from taggit.models import Tag

from forums.actions import open_topic
from forums.models import TagFacts, TagSynonym
from notifications.actions import follow
from notifications.models import Subscription
from tests.world import deliver_all, signed_in

pytestmark = pytest.mark.django_db


def ask(author, board, title: str, *tags: str):
    return open_topic(
        author=author, board=board, kind="question", title=title, source="A lot.", tags=list(tags)
    )


def test_a_tag_shows_its_topics_and_what_it_is_for(member, board):
    ask(member, board, "The Wren stalls", "wren")
    ask(member, board, "The Tern hisses", "tern", "hot water")
    tag = Tag.objects.get(name="wren")
    TagFacts.objects.create(tag=tag, description="Our grinder, loved by some.")
    TagSynonym.objects.create(name="wren grinder", slug="wren-grinder", tag=tag)
    page = Client().get("/tags/wren/").content.decode()
    assert "The Wren stalls" in page and "The Tern hisses" not in page
    assert "loved by some" in page and "wren grinder" in page
    for address in ("/tags/wren-grinder/", "/tags/Wren%20grinder/"):
        answer = Client().get(address)
        assert (answer.status_code, answer["Location"]) == (301, "/tags/wren/")
    assert Client().get("/tags/hot%20water/")["Location"] == "/tags/hot-water/"
    index = Client().get("/tags/").content.decode()
    assert "wren" in index and "hot water" in index
    assert "tern" not in Client().get("/tags/?q=wr").content.decode().split("<main")[1]


def test_a_tag_of_closed_places_is_not_there_for_others(insider, outsider, manager, private_board):
    ask(insider, private_board, "The valve", "zqvalve")
    for viewer, status in [(None, 404), (outsider, 404), (insider, 200), (manager, 200)]:
        client = signed_in(viewer)
        assert client.get("/tags/zqvalve/").status_code == status
        assert ("zqvalve" in client.get("/tags/").content.decode()) == (status == 200)
        if viewer:
            followed = client.post("/subscriptions/", {"tag": Tag.objects.get(name="zqvalve").pk})
            assert (followed.status_code == 404) == (status == 404)
    assert set(Subscription.objects.values_list("member__handle", flat=True)) >= {
        "insider",
        "manager",
    }
    assert not Subscription.objects.filter(member=outsider).exists()


def test_followers_hear_of_new_topics_they_may_see(member, outsider, insider, board, private_board):
    ask(insider, board, "First", "wren")
    deliver_all()
    tag = Tag.objects.get(name="wren")
    follow(member=outsider, target=tag)
    follow(member=member, target=tag)
    told = ask(insider, board, "The Wren stalls", "Wren")
    ask(insider, private_board, "The new Wren", "wren")
    ask(insider, board, "The Tern hisses", "tern")
    deliver_all()
    for each in (member, outsider):
        assert list(each.notifications.values_list("topic", flat=True)) == [told.pk]
    page = signed_in(member).get("/subscriptions/").content.decode()
    assert "/tags/wren/" in page


@pytest.mark.parametrize("number", [1, 2])
def test_a_tags_page_asks_as_often_for_many_as_for_few(
    member, board, number, django_assert_max_num_queries
):
    for n in range(number * 8):
        ask(member, board, f"The Wren stalls again {n}", "wren", f"tag {n}")
    client = signed_in(member)
    client.get("/tags/wren/")
    with django_assert_max_num_queries(14):
        client.get("/tags/wren/")
    with django_assert_max_num_queries(10):
        client.get("/tags/")
