"""A visitor replies, thanks and follows; who they are comes after, and each is done once."""

import uuid

import pytest
from django.test import Client

from accounts.models import Passage, WaitingAct
from forums import actions
from forums.models import Post, Reaction, State, Topic
from notifications.models import Subscription
from tests.waiting import HERE, human, reply_form, sign_in_by_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(member, board) -> Topic:
    return actions.open_topic(
        author=member, board=board, kind="question", title="Why does it drip?", source="It drips."
    )


def press(client, kind, **target):
    return client.post("/kept/", {"kind": kind, **target}, headers=HERE)


def replies(topic) -> list[str]:
    return list(topic.posts.filter(number__gt=1).values_list("source", flat=True))


def test_a_visitor_finds_the_form_and_no_token_of_anybodys_on_the_page(client, topic):
    page = client.get(topic.get_absolute_url())
    assert f'hx-get="/topics/{topic.pk}/replies/"' in page.content.decode()
    assert b"csrfmiddlewaretoken" not in page.content
    assert not page.cookies
    form = client.get(f"/topics/{topic.pk}/replies/").content.decode()
    assert "<textarea" in form and "Why does it drip?" in form
    piece = client.get(f"/topics/{topic.pk}/replies/", headers={"hx-request": "true"})
    assert "<textarea" in piece.content.decode() and "<html" not in piece.content.decode()


def test_a_reply_is_posted_as_its_writer_arrives_and_they_land_on_it(client, topic, newcomer):
    answer = client.post(f"/topics/{topic.pk}/replies/", reply_form("Clean the *valve*."))
    assert answer["Location"].startswith("/accounts/login/?next=")
    assert replies(topic) == []
    landed = sign_in_by_code(client, newcomer)
    post = topic.posts.get(number=2)
    assert (post.author, post.source) == (newcomer, "Clean the *valve*.")
    assert landed["Location"] == post.get_absolute_url()
    assert "Your reply is posted." in client.get(landed["Location"], follow=True).content.decode()


def test_it_is_posted_once_whatever_is_pressed_again(client, topic, newcomer):
    form = reply_form()
    for _ in range(2):
        client.post(f"/topics/{topic.pk}/replies/", form)
    sign_in_by_code(client, newcomer)
    client.post(f"/topics/{topic.pk}/replies/", form)  # the form again, signed in now
    client.logout()
    client.post(f"/topics/{topic.pk}/replies/", form)  # and once more as a visitor
    sign_in_by_code(client, newcomer)
    assert len(replies(topic)) == 1


def test_what_it_says_is_forgotten_once_posted(client, topic, newcomer):
    client.post(f"/topics/{topic.pk}/replies/", reply_form("canary"))
    sign_in_by_code(client, newcomer)
    act = WaitingAct.objects.get()
    assert (act.text, act.facts, act.passage) == ("", {}, None)
    passage = Passage.objects.get()
    assert (passage.kind, passage.way) == ("forums.reply", "code")
    assert passage.posted_after is not None and passage.clicks == 2  # ask for a code, type it in


def test_another_browser_posts_nothing(client, topic, newcomer):
    client.post(f"/topics/{topic.pk}/replies/", reply_form())
    sign_in_by_code(Client(), newcomer)
    assert replies(topic) == []


def test_a_conversation_that_is_gone_meanwhile_keeps_the_words(client, topic, newcomer):
    client.post(f"/topics/{topic.pk}/replies/", reply_form("A long canary story"))
    Topic.objects.filter(pk=topic.pk).update(state=State.DELETED)
    landed = sign_in_by_code(client, newcomer)
    assert landed["Location"] == "/kept/"
    page = client.get("/kept/").content.decode()
    assert "A long canary story" in page and "is gone, or no longer open" in page
    act = WaitingAct.objects.get()
    Topic.objects.filter(pk=topic.pk).update(state=State.VISIBLE)
    again = client.post(f"/kept/{act.pk}/")
    assert again["Location"] == topic.posts.get(number=2).get_absolute_url()


def test_what_was_pressed_long_ago_is_offered_and_not_posted_for_whoever_comes(
    client, topic, newcomer
):
    client.post(f"/topics/{topic.pk}/replies/", reply_form())
    act = WaitingAct.objects.get()
    WaitingAct.objects.update(asked_at=act.asked_at.replace(year=act.asked_at.year - 1))
    assert sign_in_by_code(client, newcomer)["Location"] == "/kept/"
    assert replies(topic) == []
    client.post(f"/kept/{act.pk}/", {"discard": "1"})
    assert not WaitingAct.objects.exists()


def test_nobody_touches_what_waits_at_anothers_browser(client, topic, newcomer):
    client.post(f"/topics/{topic.pk}/replies/", reply_form("canary"))
    act, stranger = WaitingAct.objects.get(), Client()
    stranger.force_login(newcomer, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "canary" not in stranger.get("/kept/").content.decode()
    assert stranger.post(f"/kept/{act.pk}/").status_code == 404
    assert stranger.post(f"/kept/{act.pk}/", {"discard": "1"}).status_code == 404
    assert "canary" in client.get("/kept/").content.decode()


def test_thanks_wait_and_lead_back_to_the_post(client, topic, newcomer, outsider):
    post = actions.reply(author=outsider, topic=topic, source="Clean it.")
    for _ in range(2):
        assert press(client, "forums.thanks", post=post.pk)["Location"].startswith("/accounts/")
    landed = sign_in_by_code(client, newcomer)
    assert landed["Location"] == post.get_absolute_url()
    assert Reaction.objects.get().member == newcomer
    assert Post.objects.get(pk=post.pk).thanks_count == 1


@pytest.mark.parametrize("target", ["topic", "board", "space"])
def test_following_waits_and_leads_back(client, topic, newcomer, target):
    place = {"topic": topic, "board": topic.board, "space": topic.board.space}[target]
    press(client, "notifications.follow", **{target: place.pk})
    assert not Subscription.objects.filter(member=newcomer).exists()
    assert sign_in_by_code(client, newcomer)["Location"] == place.get_absolute_url()
    found = Subscription.objects.in_force().filter(member=newcomer, **{target: place})
    assert found.count() == 1


def test_nothing_is_kept_of_what_a_visitor_may_not_see(client, insider, private_board, newcomer):
    secret = actions.open_topic(
        author=insider, board=private_board, kind="question", title="Canary?", source="Hush."
    )
    assert client.get(f"/topics/{secret.pk}/replies/").status_code == 404
    assert client.post(f"/topics/{secret.pk}/replies/", reply_form()).status_code == 404
    assert press(client, "forums.thanks", post=secret.posts.get().pk).status_code == 404
    for target in ({"topic": secret.pk}, {"board": private_board.pk}, {"topic": "x"}, {}):
        assert press(client, "notifications.follow", **target).status_code == 404
    assert not WaitingAct.objects.exists()


def test_presses_come_from_our_own_pages_only(client, topic):
    form = {"kind": "forums.thanks", "post": topic.posts.get().pk}
    assert client.post("/kept/", form).status_code == 403
    elsewhere = {"origin": "https://evil.example"}
    assert client.post("/kept/", form, headers=elsewhere).status_code == 403
    assert not WaitingAct.objects.exists()


@pytest.mark.parametrize(
    "kind", ["", "forums.reply", "forums.topic", "governance.ballot", "x" * 99]
)
def test_a_press_is_of_a_kind_that_one_press_says(client, topic, kind):
    assert press(client, kind, post=topic.posts.get().pk).status_code == 404


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"homepage": "https://spam.example"}, "empty"),
        ({"opened": ""}, "very quick"),
        ({"opened": "1:forged"}, "very quick"),
        ({"source": "https://a.example www.b.example " * 3}, "5 links"),
        ({"source": "x " * 30_000}, ""),
        ({"source": ""}, "required"),
    ],
)
def test_a_machines_words_are_refused_before_anybody_signs_in(client, topic, form, words):
    answer = client.post(f"/topics/{topic.pk}/replies/", reply_form() | form)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not WaitingAct.objects.exists()
    asked = {"title": "Why does it hiss?", "board": topic.board_id, "kind": "question"}
    asked |= {"source": "It hisses.", "key": str(uuid.uuid4())} | human() | form
    assert client.post("/ask/", asked).status_code == 422
    assert not WaitingAct.objects.exists()


def test_the_same_words_from_everywhere_are_refused_and_ones_own_twice_are_not(topic):
    words = f"Buy the finest canary seed at our shop {uuid.uuid4()}"
    for number in range(4):
        client, form = Client(REMOTE_ADDR=f"10.1.0.{number}"), reply_form(words)
        answers = {client.post(f"/topics/{topic.pk}/replies/", form).status_code for _ in range(2)}
        assert answers == ({302} if number < 3 else {422})


def test_an_address_that_floods_is_told_to_wait(topic):
    address = f"10.2.{uuid.uuid4().int % 250}.{uuid.uuid4().int % 250}"
    client = Client(REMOTE_ADDR=address)
    answers = [press(client, "forums.thanks", post=topic.posts.get().pk) for _ in range(31)]
    assert [each.status_code for each in answers[-2:]] == [302, 429]
    assert WaitingAct.objects.count() == 30
