"""A newcomer's posts have few links and pictures; what is too much is said while their words are still there."""

import time
import uuid

import pytest

from accounts.models import Role
from core.spam import STAMP, stamp
from core.text import TextRefused
from forums.actions import edit_post, open_topic, reply
from forums.models import Draft, Post, Topic
from spaces.actions import grant_space_role
from tests.cast import make_member

LINKS = " and ".join(f"https://shop{n}.example/cheap" for n in range(3))
PICTURE = "![cup](/uploads/7f8e9d0a-1b2c-4d3e-8f90-a1b2c3d4e5f6/60x40.webp)"


@pytest.fixture
def topic(member, board) -> Topic:
    return open_topic(author=member, board=board, kind="question", title="It leaks", source="Why?")


def test_a_newcomer_may_show_one_picture_and_two_links(newcomer, topic):
    source = f"See https://a.example and https://b.example again: https://a.example {PICTURE}"
    assert reply(author=newcomer, topic=topic, source=source).html.count("<img") == 1


@pytest.mark.parametrize("source", [LINKS, f"{PICTURE} {PICTURE}"])
def test_more_is_refused_with_what_to_do(newcomer, topic, source):
    with pytest.raises(TextRefused, match="Take the others out"):
        reply(author=newcomer, topic=topic, source=source)
    assert Post.objects.count() == 1


def test_links_within_the_site_and_mentions_are_free(newcomer, topic):
    source = " ".join(f"[here](/t/{n}/) @member" for n in range(9))
    assert reply(author=newcomer, topic=topic, source=source)


def test_level_1_opens_any_number(member, topic):
    assert reply(author=member, topic=topic, source=f"{LINKS} {PICTURE} {PICTURE}")


@pytest.mark.parametrize("where", ["everywhere", "space"])
def test_who_holds_a_role_writes_freely(topic, space, administrator, where):
    author = make_member("speaker", trust=0, role=Role.AGENT if where == "everywhere" else None)
    if where == "space":
        grant_space_role(by=administrator, member=author, space=space, role=Role.EVANGELIST)
    assert reply(author=author, topic=topic, source=LINKS)


def test_an_edit_adds_no_more_but_may_keep_what_stood(newcomer, topic):
    post = reply(author=newcomer, topic=topic, source="Plain.")
    with pytest.raises(TextRefused):
        edit_post(by=newcomer, post=post, source=LINKS)
    Post.objects.filter(pk=post.pk).update(
        html="".join(f'<a href="https://x{n}.example">x</a>' for n in range(3))
    )
    post.refresh_from_db()
    assert edit_post(by=newcomer, post=post, source=f"{LINKS} it was.").edited_at


def test_the_words_stay_in_the_form(client, newcomer, topic):
    client.force_login(newcomer)
    response = client.post(f"/topics/{topic.pk}/replies/", {"source": LINKS})
    page = response.content.decode()
    assert response.status_code == 422
    assert "trust level 1" in page
    assert "https://shop2.example/cheap" in page


def test_a_visitor_hears_of_it_before_signing_in(client, board):
    """Too many links are stopped by the spam check already; too many pictures here."""
    key, source = uuid.uuid4(), f"{PICTURE} {PICTURE}"
    data = {"key": key, "title": "Where to buy it", "board": board.pk, "kind": "question"}
    data |= {"source": source, STAMP: stamp(time.time() - 60)}
    response = client.post("/ask/", data)
    page = response.content.decode()
    assert response.status_code == 422
    assert "sign in first if you are known here" in page
    assert PICTURE in page
    draft = Draft.objects.get(pk=key)
    assert draft.source == source, "kept, should they sign in now"
    assert not draft.is_ready
