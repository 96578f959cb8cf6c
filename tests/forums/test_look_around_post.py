"""Who reacted to a post and which posts answer it, for whoever may read it; and counts that equal a recount."""

from collections import Counter

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forums.actions import (
    delete_post,
    hide_post,
    open_topic,
    reply,
    restore_post,
    thank,
    unhide_post,
    unthank,
)
from forums.models import Post, Reaction, Topic
from forums.rules import may_delete_post, may_restore_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(board, outsider):
    return open_topic(
        author=outsider, board=board, kind="question", title="Leaks again", source="It leaks."
    ).posts.get()


def at(name, post):
    return reverse(f"forums:{name}", args=[post.pk])


def test_who_reacted(client, member, newcomer, post):
    thank(by=newcomer, post=post, kind="up")
    page = client.get(at("reactions", post)).content.decode()
    assert newcomer.name in page and "I agree" in page
    client.force_login(member)
    assert at("reactions", post) in client.get(at("post_menu", post)).content.decode()
    part = client.get(at("reactions", post), headers={"HX-Request": "true"}).content.decode()
    assert newcomer.name in part and "<html" not in part


def test_answers_are_listed_without_hidden_ones(client, member, newcomer, manager, post):
    seen = reply(author=member, topic=post.topic, source="Clean it zqa.", reply_to=post.pk)
    hidden = reply(author=newcomer, topic=post.topic, source="Fool zqb.", reply_to=post.pk)
    other = reply(author=newcomer, topic=post.topic, source="Beside zqc.")
    hide_post(by=manager, post=hidden, reason="Unkind.")
    client.force_login(member)
    assert at("answers", post) in client.get(at("post_menu", post)).content.decode()
    assert at("answers", other) not in client.get(at("post_menu", other)).content.decode()
    page = client.get(at("answers", post)).content.decode()
    assert "zqa" in page and seen.get_absolute_url() in page
    assert "zqb" not in page and "zqc" not in page


@pytest.mark.parametrize("name", ["reactions", "answers", "post_history"])
def test_what_one_may_not_read_has_no_such_page(
    client, outsider, insider, manager, private_board, post, name
):
    private = open_topic(
        author=insider, board=private_board, kind="question", title="Secret", source="Hush."
    ).posts.get()
    client.force_login(outsider)
    assert client.get(at(name, private)).status_code == 404
    client.logout()
    hide_post(by=manager, post=post, reason="An advert.")
    assert client.get(at(name, post)).status_code == 404


def test_the_menu_links_to_the_post(client, member, post):
    client.force_login(member)
    menu = client.get(at("post_menu", post)).content.decode()
    assert f'data-share="The address is copied." href="{post.get_absolute_url()}"' in menu


def test_a_post_alone_offers_what_it_offers_in_its_topic(client, member, post):
    """What the live page fetches, and what comes back after a press."""
    assert client.get(at("post_fragment", post)).status_code == 200
    client.force_login(member)
    alone = client.get(at("post_fragment", post)).content.decode()
    assert f'href="/topics/{post.topic_id}/replies/?to={post.pk}"' in alone


ACTS = ["heart", "up", "", "hide", "unhide", "delete", "restore", "reply"]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(ACTS)), max_size=14))
def test_counts_equal_a_recount_after_anything(
    member, newcomer, manager, evangelist, board, outsider, acts
):
    topic = open_topic(
        author=outsider, board=board, kind="question", title="Leaks again", source="It leaks."
    )
    posts = [reply(author=member, topic=topic, source=f"Answer {n}") for n in range(2)]
    people = [newcomer, manager, evangelist]
    for which, act in acts:
        post = Post.objects.select_related("topic").get(pk=posts[which % len(posts)].pk)
        do(act, post, people[which], member, manager, posts)

    topic = Topic.objects.get(pk=topic.pk)
    visible = Post.objects.filter(topic=topic, state="visible", number__gt=1)
    assert topic.reply_count == visible.count()
    newest = visible.order_by("-created_at", "-number").first()
    assert topic.last_poster_id == (newest.author_id if newest else outsider.pk)
    for each in topic.posts.all():
        given_ = Counter(Reaction.objects.filter(post=each).values_list("kind", flat=True))
        assert (each.thanks_count, each.reaction_counts) == (given_.total(), dict(given_))


def do(act, post, person, author, manager, posts):
    if act in ("heart", "up"):
        thank(by=person, post=post, kind=act)
    elif act == "":
        unthank(by=person, post=post)
    elif act == "hide":
        hide_post(by=manager, post=post, reason="Off topic.")
    elif act == "unhide":
        unhide_post(by=manager, post=post)
    elif act == "delete" and may_delete_post(author, post):
        delete_post(by=author, post=post)
    elif act == "restore" and may_restore_post(author, post):
        restore_post(by=author, post=post)
    elif act == "reply":
        posts.append(reply(author=author, topic=post.topic, source="And more.", reply_to=post.pk))
