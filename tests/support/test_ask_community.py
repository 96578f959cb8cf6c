"""What was typed for support is asked of the community instead: the words go along, and the enquiry ends there."""

import pytest
from django.test import Client

from core.rules import NotAllowed
from forums.actions import post_draft
from forums.models import Draft, Topic
from support.actions import ask_community, note_question, save_product
from support.models import Case, Enquiry
from tests.support.conftest import ANSWERS, TYPED, facts_of, typed
from tests.support.test_find_answers import deliver_all

WHO = {"name": "Vera", "email": "vera@mail.example"}


def question_of(enquiry: Enquiry) -> str:
    return f"/support/enquiries/{enquiry.pk}/question/"


@pytest.fixture
def enquiry(client, member, found) -> Enquiry:
    client.force_login(member)
    client.post(ANSWERS, typed())
    return Enquiry.objects.get()


def test_words_stand_in_the_form_that_asks_everybody(client, enquiry):
    page = client.post(question_of(enquiry), TYPED, follow=True)

    assert page.redirect_chain[-1][0] == f"/ask/?draft={enquiry.pk}"
    assert 'value="Group head leaks"' in page.content.decode()
    assert "Since Sunday there is water" in page.content.decode()


def test_posted_it_ends_the_enquiry(client, member, board, enquiry):
    client.post(question_of(enquiry), TYPED)
    Draft.objects.filter(pk=enquiry.pk).update(board=board)
    topic = post_draft(by=member, draft=Draft.objects.get())
    deliver_all()

    enquiry.refresh_from_db()
    assert (enquiry.outcome, enquiry.asked_topic) == ("asked", topic)
    assert not Case.objects.exists()
    assert facts_of("support.EnquiryAsked") == [
        {"enquiry_id": str(enquiry.pk), "topic_id": topic.pk}
    ]
    page = client.get(enquiry.get_absolute_url()).content.decode()
    assert "The community has your question" in page
    assert topic.get_absolute_url() in page


def test_asked_and_sent_as_well_it_is_a_case(client, member, board, enquiry):
    client.post(question_of(enquiry), TYPED)
    Draft.objects.filter(pk=enquiry.pk).update(board=board)
    topic = post_draft(by=member, draft=Draft.objects.get())
    note_question(topic_id=topic.pk)
    assert "Send to support" in client.get(f"{enquiry.get_absolute_url()}?write").content.decode()

    client.post(f"/support/enquiries/{enquiry.pk}/case/", TYPED)
    note_question(topic_id=topic.pk)  # told twice

    enquiry.refresh_from_db()
    assert (enquiry.outcome, enquiry.asked_topic) == ("sent", topic)
    assert Case.objects.count() == 1


def test_other_questions_end_nothing(member, board, enquiry):
    other = Topic.objects.count()
    assert note_question(topic_id=other + 1000) is None
    enquiry.refresh_from_db()
    assert enquiry.outcome == "open"


def test_pressed_twice_it_is_one_draft_and_ones_changes_stay(client, enquiry):
    client.post(question_of(enquiry), TYPED)
    Draft.objects.filter(pk=enquiry.pk).update(source="I have written more.")
    ask_community(enquiry=enquiry, viewer=enquiry.member, browser_id=enquiry.browser_id)

    assert Draft.objects.get().source == "I have written more."


def test_draft_stands_on_the_board_of_the_product(client, administrator, space, board, enquiry):
    product = save_product(by=administrator, product=None, name="Wren", tags=[], space=space)
    client.post(question_of(enquiry), TYPED | {"product": product.slug})

    assert Draft.objects.get().board.space == space


def test_visitor_asks_and_the_draft_waits_for_them(client, found):
    client.post(ANSWERS, typed())
    enquiry = Enquiry.objects.get()
    page = client.post(question_of(enquiry), TYPED, follow=True).content.decode()

    assert "Since Sunday there is water" in page
    assert (Draft.objects.get().member, Draft.objects.get().browser_id) == (
        None, enquiry.browser_id,
    )  # fmt: skip
    assert "Since Sunday there is water" not in Client().get("/ask/").content.decode()


def test_what_was_sent_is_not_asked(client, enquiry):
    client.post(f"/support/enquiries/{enquiry.pk}/case/", TYPED | WHO)

    assert client.post(question_of(enquiry), TYPED).status_code == 403
    with pytest.raises(NotAllowed):
        ask_community(enquiry=enquiry, viewer=enquiry.member, browser_id=enquiry.browser_id)
