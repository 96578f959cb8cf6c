"""A reply may answer one post, and quote it."""

import pytest
from django.urls import reverse

from forums.actions import delete_post, open_topic, reply
from forums.models import Post

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(board, newcomer):
    return open_topic(
        author=newcomer, board=board, kind="question", title="Leaks again", source="It leaks."
    )


@pytest.fixture
def post(topic, outsider):
    return reply(author=outsider, topic=topic, source="Tighten it.")


@pytest.fixture
def private_topic(private_board, insider):
    return open_topic(
        author=insider, board=private_board, kind="question", title="The next one", source="Hush."
    )


def address(topic):
    return reverse("forums:reply", args=[topic.pk])


def test_reply_says_which_post_it_answers(client, member, topic, post):
    client.force_login(member)
    form = client.get(address(topic), {"to": post.pk}).content.decode()
    assert f'name="reply_to" value="{post.pk}"' in form

    client.post(address(topic), {"source": "To you.", "reply_to": post.pk})

    assert Post.objects.latest("pk").reply_to == post
    page = client.get(topic.get_absolute_url()).content.decode()
    assert f"in reply to {post.author.name}" in page


def test_posts_of_other_topics_and_gone_ones_are_not_answered(
    member, outsider, topic, post, private_topic
):
    elsewhere = private_topic.posts.first()
    assert reply(author=member, topic=topic, source="One.", reply_to=elsewhere.pk).reply_to is None
    delete_post(by=outsider, post=post)
    assert reply(author=member, topic=topic, source="Two.", reply_to=post.pk).reply_to is None


def test_quote_keeps_author_and_place(client, member, topic, post):
    client.force_login(member)
    form = client.get(address(topic), {"quote": post.pk}).content.decode()
    assert f"[@{post.author.handle} wrote](/p/{post.pk}/)" in form

    form = client.get(address(topic), {"quote": post.pk, "words": "these words"}).content.decode()
    assert "&gt; these words" in form


@pytest.mark.parametrize("given", ["x", "0", "9" * 30, "-1", "²"])
def test_odd_numbers_open_the_plain_form(client, member, topic, given):
    client.force_login(member)
    answer = client.get(address(topic), {"quote": given})
    assert answer.status_code == 200
    assert "wrote](/p/" not in answer.content.decode()


def test_nothing_is_quoted_that_may_not_be_read(client, member, topic, private_topic):
    client.force_login(member)
    secret = private_topic.posts.first()
    form = client.get(address(topic), {"quote": secret.pk}).content.decode()
    assert secret.author.handle + " wrote" not in form
