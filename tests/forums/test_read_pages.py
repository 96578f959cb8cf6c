"""Pages of forums: who sees what, a fixed number of queries, forms that forgive."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.middleware import COOKIE
from forums import actions
from forums.models import Draft, Post, Topic
from tests.waiting import human


def open_topic(author, board, title="The Tern drips when idle", source="It *drips*."):
    return actions.open_topic(
        author=author, board=board, kind="question", title=title, source=source
    )


def question(board, **more) -> dict:
    form = {
        "key": str(uuid.uuid4()),
        "title": "Why does it hiss?",
        "board": board.pk,
        "kind": "question",
    }
    return form | {"source": "It hisses.", "tags": ""} | human() | more


@pytest.fixture
def topic(member, board) -> Topic:
    return open_topic(member, board)


@pytest.fixture
def secret(insider, private_board) -> Topic:
    return open_topic(insider, private_board, title="Canary prototype", source="canary-text")


def count_queries(client, address) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200
    return len(queries)


def test_a_visitor_reads_a_topic(client, topic, outsider):
    actions.reply(author=outsider, topic=topic, source="Change the **gasket**.")
    page = client.get(topic.get_absolute_url()).content.decode()
    assert "The Tern drips when idle" in page
    assert "<strong>gasket</strong>" in page
    assert "Write a reply" in page


def test_an_old_title_leads_to_the_right_address(client, topic):
    response = client.get(f"/t/{topic.pk}/something-else/")
    assert (response.status_code, response["Location"]) == (301, topic.get_absolute_url())


@pytest.mark.parametrize("part", ["", "state/", "newer/", "conversation/"])
def test_what_one_may_not_see_is_not_there(client, secret, outsider, insider, part):
    address = f"/topics/{secret.pk}/{part}" if part else secret.get_absolute_url()
    assert client.get(address).status_code == 404
    client.force_login(outsider)
    assert client.get(address).status_code == 404
    client.force_login(insider)
    assert client.get(address).status_code == 200


def test_outsiders_cannot_touch_a_hidden_place(client, secret, outsider):
    post = secret.posts.get()
    client.force_login(outsider)
    assert client.post(f"/topics/{secret.pk}/replies/", {"source": "hello"}).status_code == 404
    for act in ("edit", "deletion", "restoration", "solution", "thanks"):
        assert client.post(f"/posts/{post.pk}/{act}/", {"source": "x"}).status_code == 404, act
    assert client.get(f"/p/{post.pk}/").status_code == 404
    assert client.get(f"/posts/{post.pk}/").content == b""
    for page in ("/", "/latest/", "/spaces/", "/m/insider/", "/m/insider/conversations/"):
        assert b"anary" not in client.get(page).content


def test_pages_take_the_same_number_of_queries_with_more_rows(
    client, board, member, outsider, topic
):
    addresses = [
        "/",
        "/latest/",
        "/s/home-espresso/",
        "/s/home-espresso/machines/",
        topic.get_absolute_url(),
    ]
    for n in range(4):
        actions.reply(author=outsider, topic=topic, source=f"try {n}")
        open_topic(member, board, title=f"Question {n}")
    few = {address: count_queries(client, address) for address in addresses}
    client.force_login(member)
    few_in = {address: count_queries(client, address) for address in addresses}
    for n in range(4):
        actions.reply(author=outsider, topic=topic, source=f"again {n}")
        open_topic(outsider, board, title=f"More {n}")
    assert {address: count_queries(client, address) for address in addresses} == few_in
    client.logout()
    assert {address: count_queries(client, address) for address in addresses} == few


def test_a_long_topic_is_paged_and_a_post_is_found_in_its_place(client, topic, outsider):
    posts = [actions.reply(author=outsider, topic=topic, source=f"number {n}") for n in range(45)]
    first = client.get(topic.get_absolute_url()).content.decode()
    assert f'id="post-{posts[18].pk}"' in first
    assert f'id="post-{posts[19].pk}"' not in first
    assert "?after=20" in first
    for post in (posts[18], posts[19], posts[44]):
        where = client.get(f"/p/{post.pk}/")["Location"]
        assert where.endswith(f"#post-{post.pk}")
        assert f'id="post-{post.pk}"' in client.get(where).content.decode()


def test_a_reply_pressed_twice_is_one(client, topic, outsider):
    client.force_login(outsider)
    form = {"source": "Same words", "key": str(uuid.uuid4())}
    both = [client.post(f"/topics/{topic.pk}/replies/", form) for _ in range(2)]
    assert [response.status_code for response in both] == [302, 302]
    assert both[0]["Location"] == both[1]["Location"]
    assert topic.posts.count() == 2


def test_an_empty_reply_says_what_is_missing_and_writes_nothing(client, topic, outsider):
    client.force_login(outsider)
    response = client.post(f"/topics/{topic.pk}/replies/", {"source": "  "})
    assert response.status_code == 422
    assert "required" in response.content.decode()
    assert topic.posts.count() == 1


def test_a_visitor_writes_first_and_is_asked_to_sign_in_after(client, board):
    form = question(board)
    response = client.post("/ask/", form)
    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/accounts/login/")
    draft = Draft.objects.get(pk=form["key"])
    assert (draft.is_ready, draft.browser_id is not None) == (True, True)
    assert COOKIE in client.cookies
    again = client.get("/ask/").content.decode()
    assert "It hisses." in again


def test_another_browser_does_not_see_the_draft(client, board):
    client.post("/ask/", question(board, source="canary"))
    client.cookies.clear()
    assert "canary" not in client.get("/ask/").content.decode()


def test_a_member_asks_and_lands_on_the_question(client, board, member):
    client.force_login(member)
    form = question(board, tags="tern")
    first, second = client.post("/ask/", form), client.post("/ask/", form)
    topic = Topic.objects.get()
    assert first["Location"] == second["Location"] == topic.get_absolute_url()


def test_asking_on_a_board_one_may_not_see_is_refused(client, private_board, outsider):
    client.force_login(outsider)
    assert client.post("/ask/", question(private_board)).status_code == 422
    assert not Topic.objects.exists()


def test_the_form_keeps_what_was_written_when_something_is_wrong(client, board):
    response = client.post("/ask/", question(board, title="Hm", source="A long story"))
    assert response.status_code == 422
    assert "A long story" in response.content.decode()


def test_the_draft_is_saved_while_typing_and_posted_ones_stay(client, board, member):
    client.force_login(member)
    form = question(board)
    assert client.post("/ask/draft/", form).json()["saved"]
    client.post("/ask/", form)
    assert client.post("/ask/draft/", form | {"source": "late"}).status_code == 409
    assert client.post("/ask/draft/", {"key": "nonsense"}).status_code == 400


def test_author_deletes_and_brings_back(client, topic, outsider):
    post = actions.reply(author=outsider, topic=topic, source="Oops canary")
    client.force_login(outsider)
    client.post(f"/posts/{post.pk}/deletion/")
    assert b"Bring it back" in client.get(topic.get_absolute_url()).content
    client.logout()
    assert b"canary" not in client.get(topic.get_absolute_url()).content
    client.force_login(outsider)
    client.post(f"/posts/{post.pk}/restoration/")
    assert Post.objects.get(pk=post.pk).state == "visible"


def test_a_title_in_markup_stays_text(client, member, board):
    hostile = '<script>alert(1)</script> & "quotes"'
    topic = open_topic(member, board, title=hostile)
    for address in (topic.get_absolute_url(), "/", "/latest/", "/s/home-espresso/"):
        assert b"<script>alert" not in client.get(address).content


def test_a_topic_without_words_in_its_title_is_reached(client, topic):
    Topic.objects.filter(pk=topic.pk).update(slug="")
    assert client.get(f"/t/{topic.pk}/topic/").status_code == 200
