"""`#123` says what the topic is called, to everybody or to nobody; and goes on saying what is true."""

import pytest
from django.urls import reverse

from core.text import topics as naming
from events.models import Event
from forums import actions, subscribers
from forums.actions.naming import cook_names_again
from forums.boards.keeping import change_board
from forums.curating.merging import split_topic
from forums.curating.undoing import undo_curation
from forums.models import Board, Post, PostRevision, State, Topic, TopicNaming
from spaces.models import Space
from tests.world import deliver_all

pytestmark = pytest.mark.django_db


def ask(author, board, title):
    return actions.open_topic(
        author=author, board=board, kind="question", title=title, source="How?"
    )


@pytest.fixture
def named(member, board) -> Topic:
    return ask(member, board, "A pump that hums")


@pytest.fixture
def post(member, board, named) -> Post:
    topic = ask(member, board, "Another one")
    return actions.reply(author=member, topic=topic, source=f"As in #{named.pk}.")


def html_of(post) -> str:
    return Post.objects.get(pk=post.pk).html


def test_says_the_title_of_what_everybody_may_see(post, named):
    link = f'<a href="/t/{named.pk}/" class="topic-link">#{named.pk} A pump that hums</a>'
    assert link in post.html
    assert list(TopicNaming.objects.values_list("post", "topic")) == [(post.pk, named.pk)]


def test_says_nothing_of_a_private_one_even_to_those_who_see_it(insider, private_board):
    secret = ask(insider, private_board, "The secret prototype")
    reply = actions.reply(author=insider, topic=secret, source=f"See #{secret.pk} and #9999999.")
    assert f">#{secret.pk}</a>" in reply.html
    assert "secret prototype" not in reply.html


def test_preview_says_no_more(client, insider, private_board):
    secret = ask(insider, private_board, "The secret prototype")
    client.force_login(insider)
    page = client.post(reverse("text:preview"), {"source": f"#{secret.pk}"}).text
    assert f"#{secret.pk}" in page and "secret" not in page


def test_a_new_title_arrives(post, named):
    Topic.objects.filter(pk=named.pk).update(title="A pump that sings")
    assert cook_names_again(topics=Topic.objects.filter(pk=named.pk)) == 1
    assert f"#{named.pk} A pump that sings</a>" in html_of(post)
    assert Event.objects.filter(kind="forums.TopicRewritten").exists()
    assert cook_names_again(topics=Topic.objects.filter(pk=named.pk)) == 0


@pytest.mark.parametrize("way", ["space", "board", "hidden", "deleted"])
def test_the_title_goes_when_the_topic_closes_to_the_public(post, named, private_board, way):
    first = named.posts.get()
    if way == "space":
        Space.objects.filter(pk=named.space_id).update(visibility=Space.Visibility.PRIVATE)
        subscribers.put_titles_right_in_space(subscribers.SpaceChanged(space_id=named.space_id))
    elif way == "board":
        Topic.objects.filter(pk=named.pk).update(board=private_board, space=private_board.space)
        fact = subscribers.events.BoardChanged(
            board_id=private_board.pk, space_id=private_board.space_id
        )
        subscribers.put_titles_right_on_board(fact)
    else:
        state = State.HIDDEN if way == "hidden" else State.DELETED
        Topic.objects.filter(pk=named.pk).update(state=state)
        fact = subscribers.events.PostDeleted(
            post_id=first.pk, topic_id=named.pk, by_id=named.author_id
        )
        subscribers.put_title_right_by_post(fact)
    assert "hums" not in html_of(post)
    assert f">#{named.pk}</a>" in html_of(post)


def test_what_the_post_said_before_tells_no_more_either(post, named, member):
    actions.edit_post(by=member, post=post, source="I do not say any more.")
    assert "hums" in PostRevision.objects.get().html
    Topic.objects.filter(pk=named.pk).update(state=State.HIDDEN)
    cook_names_again(topics=Topic.objects.filter(pk=named.pk))
    assert "hums" not in PostRevision.objects.get().html


def test_asked_for_all_names_at_once(member, board, named, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        naming._titles([named.pk, 5, 6])


def test_the_title_goes_when_the_board_above_is_closed(post, member, manager, space):
    above = Board.objects.create(space=space, slug="labs", name="Labs", kinds=["question"])
    below = Board.objects.create(
        space=space, slug="minutes", name="Minutes", kinds=["question"], parent=above
    )
    secret = ask(member, below, "The prototype drips")
    told = actions.reply(author=member, topic=post.topic, source=f"As in #{secret.pk}.")
    assert "prototype" in told.html
    change_board(by=manager, board=above, reason="Not yet.", is_private=True)
    deliver_all()
    assert "prototype" not in html_of(told) and f">#{secret.pk}</a>" in html_of(told)


def test_the_title_goes_with_a_topic_whose_split_was_undone(post, member, manager, named):
    answer = actions.reply(author=member, topic=named, source="Mine whistles.")
    curation = split_topic(
        by=manager, topic=named, posts=[answer], title="A pump that whistles", reason="Else."
    )
    told = actions.reply(author=member, topic=post.topic, source=f"As in #{curation.other_id}.")
    assert "whistles" in told.html
    undo_curation(by=manager, curation=curation)
    deliver_all()
    assert "whistles" not in html_of(told)
