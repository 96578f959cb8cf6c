"""Questions: who has them, too; which were asked before; and what a topic's page asks for all that."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.rules import NotAllowed
from forums import actions
from forums.actions import kinds
from forums.models import Duplicate, Topic
from notifications.models import Notification, Subscription
from tests.cast import make_member
from tests.waiting import HERE, sign_in_by_code
from tests.world import deliver_all, signed_in

pytestmark = pytest.mark.django_db


def ask(author, board, title="Why does it drip?", kind="question") -> Topic:
    return actions.open_topic(author=author, board=board, kind=kind, title=title, source="It does.")


def fresh(topic) -> Topic:
    return Topic.objects.get(pk=topic.pk)


@pytest.fixture
def question(member, board) -> Topic:
    return ask(member, board)


@pytest.fixture
def regular(db):
    return make_member("regular", trust=3)


def test_who_has_the_question_too_counts_once_and_follows_it(question, outsider):
    assert kinds.say_me_too(by=outsider, topic=question)
    assert not kinds.say_me_too(by=outsider, topic=question)
    assert fresh(question).me_too_count == 1
    deliver_all()
    assert Subscription.objects.filter(member=outsider, topic=question, ended_at=None).exists()
    assert kinds.take_back_me_too(by=outsider, topic=question)
    assert fresh(question).me_too_count == 0


def test_the_askers_own_does_not_count(question, member):
    with pytest.raises(NotAllowed, match="You asked this"):
        kinds.say_me_too(by=member, topic=question)


def test_only_questions_are_had_too(member, outsider, board):
    with pytest.raises(NotAllowed, match="Only questions"):
        kinds.say_me_too(by=outsider, topic=ask(member, board, kind="discussion"))


def test_it_needs_no_script(question, outsider):
    client = signed_in(outsider)
    address = f"/topics/{question.pk}/me-too/"
    assert f'action="{address}"' in client.get(question.get_absolute_url()).content.decode()
    assert client.post(address)["Location"] == question.get_absolute_url()
    page = client.get(question.get_absolute_url()).content.decode()
    assert "1 other member has this question." in page and 'aria-pressed="true"' in page
    part = client.post(address, {"withdraw": "1"}, headers={"hx-request": "true"}).content.decode()
    assert part.lstrip().startswith("<section") and 'aria-pressed="false"' in part


def test_a_visitors_me_too_is_said_as_they_arrive(client, question, newcomer):
    client.post("/kept/", {"kind": "forums.me_too", "topic": question.pk}, headers=HERE)
    sign_in_by_code(client, newcomer)
    assert fresh(question).me_too_count == 1


def test_the_asker_who_presses_before_signing_in_lands_on_their_question(client, question, member):
    client.post("/kept/", {"kind": "forums.me_too", "topic": question.pk}, headers=HERE)
    landed = sign_in_by_code(client, member)
    assert landed["Location"] == question.get_absolute_url()
    assert fresh(question).me_too_count == 0


def test_a_regular_marks_a_duplicate_and_the_asker_is_told(question, regular, outsider, board):
    again = ask(outsider, board, "It drips, why?")
    assert again in Topic.objects.awaiting_answer()
    mark = kinds.mark_duplicate(by=regular, topic=again, original=question, reason="The same.")
    assert kinds.mark_duplicate(by=regular, topic=again, original=question) == mark
    assert again not in Topic.objects.awaiting_answer() and not fresh(again).needs_answer
    page = Client().get(again.get_absolute_url()).content.decode()
    assert "This was asked before:" in page and question.get_absolute_url() in page
    deliver_all()
    assert Notification.objects.get(kind="duplicate").member == outsider
    assert kinds.lift_duplicate(by=outsider, topic=again)
    mark.refresh_from_db()
    assert mark.lifted_by == outsider and mark.reason == "The same."
    assert fresh(again) in Topic.objects.awaiting_answer()


def test_others_do_not_mark_duplicates(question, outsider, board):
    other = ask(make_member("someone"), board, "It drips, why?")
    with pytest.raises(NotAllowed, match="regulars"):
        kinds.mark_duplicate(by=outsider, topic=other, original=question)


def test_an_original_is_one_that_stands_for_itself(question, regular, member, board):
    second, third = ask(member, board, "It drips again"), ask(member, board, "And a third one")
    idea = ask(member, board, "Make it drip less", kind="idea")
    with pytest.raises(NotAllowed, match="itself"):
        kinds.mark_duplicate(by=regular, topic=question, original=question)
    with pytest.raises(NotAllowed, match="same kind"):
        kinds.mark_duplicate(by=regular, topic=second, original=idea)
    kinds.mark_duplicate(by=regular, topic=second, original=question)
    with pytest.raises(NotAllowed, match="a duplicate itself"):
        kinds.mark_duplicate(by=regular, topic=third, original=second)
    with pytest.raises(NotAllowed, match="a duplicate itself"):
        kinds.mark_duplicate(by=regular, topic=question, original=second)  # no circles
    assert Duplicate.objects.count() == 1


def test_a_private_original_is_no_original_for_what_everybody_reads(
    question, insider, private_board
):
    private = ask(insider, private_board, "Why does the prototype drip?")
    type(insider).objects.filter(pk=insider.pk).update(trust=3)
    insider.refresh_from_db()
    with pytest.raises(NotAllowed, match="Not everybody"):
        kinds.mark_duplicate(by=insider, topic=question, original=private)


def test_a_hidden_original_is_named_to_nobody(question, regular, manager, member, board):
    again = ask(member, board, "It drips, why?")
    kinds.mark_duplicate(by=regular, topic=again, original=question)
    actions.hide_post(by=manager, post=question.posts.get(), reason="Spam.")
    page = Client().get(again.get_absolute_url()).content.decode()
    assert question.title not in page


def test_one_names_the_original_by_its_address_or_number(question, member, board):
    client = signed_in(member)
    for number, said in enumerate(
        [
            f"https://fennimore.example{question.get_absolute_url()}",
            f"#{question.pk}",
            str(question.pk),
        ]
    ):
        again = ask(member, board, f"It drips, why? {number}")
        answer = client.post(f"/topics/{again.pk}/duplicate/", {"original": said, "reason": ""})
        assert answer.status_code == 302, said
        assert fresh(again).duplicate_of == question
    for said in ("nonsense", "99999999", ""):
        assert (
            client.post(f"/topics/{question.pk}/duplicate/", {"original": said}).status_code == 422
        )


def test_a_topic_with_nothing_of_a_kind_asks_nothing_for_it(member, outsider, board):
    """The panel of a plain conversation costs no query, of a question without "me too" none either."""

    def asked(topic) -> list[str]:
        reader = signed_in(outsider)
        reader.get(topic.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            reader.get(topic.get_absolute_url())
        names = ("forums_poll", "forums_metoo", "forums_ideavote", "forums_statuschange")
        return [each["sql"] for each in queries if any(name in each["sql"] for name in names)]

    assert asked(ask(member, board, kind="discussion")) == []
    question, idea = ask(member, board), ask(member, board, kind="idea")
    assert asked(question) == asked(idea) == []
    kinds.say_me_too(by=outsider, topic=question)
    assert len(asked(question)) == 1


def test_visitors_see_all_of_it_without_a_token(question, member, outsider, board):
    kinds.say_me_too(by=outsider, topic=question)
    poll = kinds.PollWish(options=["Yes", "No"])
    kinds.open_poll(by=member, topic=question, wish=poll)
    page = Client().get(question.get_absolute_url()).content.decode()
    assert "1 other member has this question." in page and "Sign in to vote" in page
    assert "csrfmiddlewaretoken" not in page and "csrftoken" not in page.lower()
