"""What search engines, feed readers and other sites are given: whole, well formed, and nothing a visitor may not see."""

import json
import re
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from forums.actions import mark_solution, open_topic, reply
from spaces.models import Space

pytestmark = pytest.mark.django_db
HOSTILE = '</script><script>alert(1)</script> & "quotes" <b>'
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def topic(board, member):
    return open_topic(
        author=member,
        board=board,
        kind="question",
        title=HOSTILE,
        source="It leaks at the *group head*. " * 5,
    )


@pytest.fixture
def secret(private_board, insider):
    return open_topic(
        author=insider,
        board=private_board,
        kind="question",
        title="The CANARY grinder",
        source="CANARY. " * 20,
    )


def data_of(page: str) -> dict:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert len(found) == 1
    return json.loads(found[0])


def test_question_is_a_qa_page_with_its_solution(client, topic, outsider, member):
    answer = reply(author=outsider, topic=topic, source="Tighten the gasket.")
    mark_solution(by=member, post=answer)

    page = client.get(topic.get_absolute_url()).content.decode()

    question = data_of(page)["mainEntity"]
    assert question["name"] == HOSTILE
    assert question["answerCount"] == 1
    assert question["acceptedAnswer"][0]["text"] == "Tighten the gasket."
    assert "<script>alert(1)" not in page
    assert f'rel="canonical" href="http://localhost:8000{topic.get_absolute_url()}"' in page


def test_members_pages_carry_none_of_it(client, topic, outsider):
    client.force_login(outsider)
    assert "ld+json" not in client.get(topic.get_absolute_url()).content.decode()


def test_discussion_has_its_comments(client, board, member, outsider):
    talk = open_topic(
        author=member, board=board, kind="discussion", title="Which beans?", source="Tell me. " * 20
    )
    reply(author=outsider, topic=talk, source="Dark ones.")
    data = data_of(client.get(talk.get_absolute_url()).content.decode())
    assert data["@type"] == "DiscussionForumPosting"
    assert data["comment"][0]["text"] == "Dark ones."


def test_thin_topics_are_not_indexed(client, board, member):
    thin = open_topic(
        author=member, board=board, kind="question", title="Help me please", source="Why?"
    )
    assert 'content="noindex"' in client.get(thin.get_absolute_url()).content.decode()


@pytest.mark.parametrize("words", ["", "?list=unanswered", "?kind=question&state=unanswered"])
def test_every_list_is_a_feed(client, topic, secret, board, words):
    atom = client.get(reverse("forums:list_feed", args=["atom"]) + words)
    entries = ElementTree.fromstring(atom.content).findall(f"{ATOM}entry")
    assert [each.find(f"{ATOM}title").text for each in entries] == [HOSTILE]

    feed = client.get(reverse("forums:list_feed", args=["json"]) + words).json()
    assert [each["title"] for each in feed["items"]] == [HOSTILE]
    assert "CANARY" not in atom.content.decode() + json.dumps(feed)


def test_feeds_are_a_visitors_whoever_asks(client, insider, topic, secret):
    client.force_login(insider)
    assert "CANARY" not in client.get(reverse("forums:list_feed", args=["atom"])).content.decode()
    assert client.get(reverse("forums:topic_feed", args=[secret.pk, "atom"])).status_code == 404


def test_lists_of_ones_own_have_no_feed(client):
    assert (
        client.get(reverse("forums:list_feed", args=["atom"]) + "?list=unread").status_code == 404
    )


def test_topic_is_a_feed_of_its_posts(client, topic, outsider):
    post = reply(author=outsider, topic=topic, source="Tighten it.\x0b")
    feed = client.get(reverse("forums:topic_feed", args=[topic.pk, "json"])).json()
    assert [each["url"].rsplit("/", 2)[1] for each in feed["items"]][0] == str(post.pk)
    ElementTree.fromstring(
        client.get(reverse("forums:topic_feed", args=[topic.pk, "atom"])).content
    )


def test_list_page_leads_to_its_feed(client, topic, board):
    page = client.get(board.get_absolute_url()).content.decode()
    address = re.search(r'href="(/feeds/topics.atom[^"]*)"', page)[1].replace("&amp;", "&")
    assert HOSTILE in [
        e.find(f"{ATOM}title").text
        for e in ElementTree.fromstring(client.get(address).content).findall(f"{ATOM}entry")
    ]


def test_sitemap_names_what_visitors_see(client, topic, secret):
    index = client.get("/sitemap.xml").content.decode()
    parts = re.findall(r"<loc>http://[^/]+(/sitemaps/[^<]+)</loc>", index)
    assert any(re.fullmatch(r"/sitemaps/topics-\d+\.xml", part) for part in parts)
    found = "".join(client.get(part).content.decode() for part in parts)
    assert f"/t/{topic.pk}/" in found
    assert "<lastmod>" in found
    assert f"/t/{secret.pk}/" not in found
    assert client.get("/sitemaps/nothing.xml").status_code == 404


def test_robots_say_where_the_sitemap_is(client):
    said = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://localhost:8000/sitemap.xml" in said
    assert "Disallow: /studio/" in said


def test_other_sites_may_ask_for_a_topic(client, topic, secret):
    def ask(path, **more):
        return client.get(reverse("forums:oembed"), {"url": f"http://localhost:8000{path}", **more})

    assert ask(topic.get_absolute_url()).json()["title"] == HOSTILE
    assert ask(topic.get_absolute_url(), format="xml").status_code == 501
    for path in (secret.get_absolute_url(), "/t/999999/x/", "/studio/", ""):
        assert ask(path).status_code == 404
    assert client.get(reverse("forums:oembed"), {"url": "http://[evil"}).status_code == 404
    elsewhere = f"https://evil.example{topic.get_absolute_url()}"
    assert client.get(reverse("forums:oembed"), {"url": elsewhere}).status_code == 404


def test_card_is_a_picture_of_what_visitors_see(client, topic, secret, insider):
    card = client.get(reverse("forums:topic_card", args=[topic.pk]))
    assert card["Content-Type"] == "image/png"
    assert card.content.startswith(b"\x89PNG")
    client.force_login(insider)
    assert client.get(reverse("forums:topic_card", args=[secret.pk])).status_code == 404


def test_space_that_becomes_private_is_gone_at_once(client, topic, space):
    Space.objects.filter(pk=space.pk).update(visibility="private")
    assert HOSTILE not in client.get(reverse("forums:list_feed", args=["json"])).json()["items"]
    assert client.get(reverse("forums:topic_feed", args=[topic.pk, "json"])).status_code == 404


@pytest.fixture
def unindexed(space) -> Space:
    Space.objects.filter(pk=space.pk).update(is_indexed=False)
    return space


def test_a_space_can_keep_search_engines_out(client, topic, board, space, unindexed):
    for address in (
        space.get_absolute_url(), board.get_absolute_url(), topic.get_absolute_url(),
        reverse("forums:topic_feed", args=[topic.pk, "atom"]),
        reverse("forums:list_feed", args=["atom"]) + f"?space={space.slug}",
    ):  # fmt: skip
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert answer.headers.get("X-Robots-Tag") == "noindex", address
    # robots.txt would keep them from reading that.
    assert space.slug not in client.get("/robots.txt").content.decode()


def test_no_sitemap_names_what_is_not_for_search_engines(client, topic, board, unindexed):
    index = client.get("/sitemap.xml").content.decode()
    parts = re.findall(r"<loc>http://[^/]+(/sitemaps/[^<]+)</loc>", index)
    found = "".join(client.get(part).content.decode() for part in parts)
    assert f"/t/{topic.pk}/" not in found
    assert board.get_absolute_url() not in found


def test_other_spaces_are_for_search_engines(client, topic):
    assert "X-Robots-Tag" not in client.get(topic.get_absolute_url()).headers


def test_administrators_say_it_on_the_page_of_the_space(client, administrator, space):
    client.force_login(administrator)
    form = client.get(f"/studio/spaces/{space.slug}/").context["form"]
    assert form["is_indexed"].value() is True
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    assert (
        client.post(f"/studio/spaces/{space.slug}/", sent | {"is_indexed": ""}).status_code == 302
    )
    space.refresh_from_db()
    assert not space.is_indexed
