"""What was bookmarked there leads here, for those who may read it."""

import pytest

from forums.models import State, Topic
from integrations.models import ImportedPost
from tests.integrations.conftest import question


@pytest.fixture
def moved(small, bring_in):
    bring_in(small)
    return {each.old_id: each.post for each in ImportedPost.objects.select_related("post__topic")}


@pytest.mark.parametrize(
    ("path", "old_id"),
    [
        ("/q/1", 1), ("/q/1/", 1), ("/q/1/8", 1), ("/questions/1", 1), ("/questions/1/", 1),
        ("/questions/1/question-number-1", 1), ("/questions/1/what/", 1), ("/questions/1/how/4", 4),
        ("/a/3", 3), ("/a/4/8/", 4),
    ],
)  # fmt: skip
def test_old_address_leads_to_the_new_one(moved, client, path, old_id):
    response = client.get(path)
    post = moved[old_id]
    place = post.topic if post.opens_topic else post
    assert (response.status_code, response["Location"]) == (301, place.get_absolute_url())
    assert response["Cache-Control"] == "private"
    assert client.get(path, follow=True).status_code == 200


@pytest.mark.parametrize("path", ["/q/3", "/a/1", "/q/99", "/a/9999999999", "/questions/1/how/99"])
def test_what_is_not_there(moved, client, path):
    assert client.get(path).status_code == 404


def test_private_space_leaks_nothing(small, bring_in, private_space, client, outsider, insider):
    bring_in(small, space=private_space.slug)
    paths = ["/q/1", "/questions/2/what", "/a/3"]
    for viewer in (None, outsider):
        if viewer:
            client.force_login(viewer)
        assert [client.get(path).status_code for path in paths] == [404] * 3
    client.force_login(insider)
    assert [client.get(path).status_code for path in paths] == [301] * 3


def test_hidden_post_leaks_nothing(moved, client):
    type(moved[3]).objects.filter(pk=moved[3].pk).update(state=State.HIDDEN)
    assert client.get("/a/3").status_code == 404
    Topic.objects.filter(pk=moved[1].topic_id).update(state=State.HIDDEN)
    assert client.get("/q/1").status_code == client.get("/a/4").status_code == 404


def test_two_sites_with_one_number(moved, dump, bring_in, client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    bring_in(dump([question(1, Title="Of tea")], name="tea.example"), board="tea")
    of_tea = Topic.objects.get(title="Of tea").get_absolute_url()
    assert client.get("/q/1", headers={"host": "tea.example"})["Location"].endswith(of_tea)
    assert client.get("/q/1")["Location"] == moved[1].topic.get_absolute_url()
