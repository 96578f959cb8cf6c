"""The contact form answers first: what is typed is kept, and solved conversations are offered."""

import uuid

import pytest
from django.test import Client

from core.rules import NotAllowed
from forums.actions import withdraw_solution
from support.actions import NotYours, save_enquiry, solve_enquiry
from support.arrivals import keep_what_was_typed
from support.models import Case, Enquiry, OfferedAnswer
from tests.support.conftest import ANSWERS, answer_path, facts_of, typed

HTMX = {"HX-Request": "true"}


def path(enquiry: Enquiry, rest: str = "") -> str:
    return f"/support/enquiries/{enquiry.pk}/{rest}"


def test_visitor_types_and_is_offered_what_others_solved(client, found, solved):
    form = client.get("/support/")
    assert form.status_code == 200
    assert not Enquiry.objects.exists()

    response = client.post(ANSWERS, typed(), headers=HTMX)
    page = response.content.decode()

    enquiry = Enquiry.objects.get()
    assert "<html" not in page
    assert solved.title in page
    assert "Change the gasket" in page
    assert enquiry.member is None
    assert enquiry.browser is not None
    assert facts_of("support.AnswersOffered") == [
        {"enquiry_id": str(enquiry.pk), "topic_ids": [solved.pk], "article_ids": []}
    ]


def test_without_javascript_the_answers_are_a_page(client, found, solved):
    response = client.post(ANSWERS, typed(), follow=True)
    page = response.content.decode()

    assert response.redirect_chain[-1][0] == path(Enquiry.objects.get())
    assert solved.title in page
    assert "Since Sunday" in page


def test_typing_on_is_one_enquiry(client, found):
    form = typed(text="")
    client.post(ANSWERS, form, headers=HTMX)
    client.post(ANSWERS, form | {"text": "Since Sunday."}, headers=HTMX)

    enquiry = Enquiry.objects.get()
    assert enquiry.text == "Since Sunday."
    assert OfferedAnswer.objects.count() == 1
    assert len(facts_of("support.EnquiryStarted")) == 1
    assert len(facts_of("support.AnswersOffered")) == 1


def test_an_answer_that_no_longer_fits_leaves_the_list_and_stays_on_record(client, found, solved):
    form = typed()
    client.post(ANSWERS, form, headers=HTMX)
    found.clear()
    page = client.post(
        ANSWERS, form | {"text": "It smells of plastic."}, headers=HTMX
    ).content.decode()

    assert solved.title not in page
    assert OfferedAnswer.objects.get().position is None


def test_nothing_typed_is_nothing_kept(client, found):
    nothing = typed(subject=" ", text=" ")
    assert client.post(ANSWERS, nothing, headers=HTMX).status_code == 204
    assert client.post(ANSWERS, nothing).status_code == 422
    assert not Enquiry.objects.exists()


def test_opening_an_answer_shows_question_and_solution_and_is_noted_once(client, found, solved):
    client.post(ANSWERS, typed(), headers=HTMX)
    enquiry = Enquiry.objects.get()
    address = answer_path(enquiry, solved)

    in_place = client.get(address, headers=HTMX).content.decode()
    page = client.get(address).content.decode()

    assert "<html" not in in_place
    for shown in (in_place, page):
        assert "It drips, why?" in shown
        assert "Change the gasket" in shown
        assert "This solved it" in shown
    assert enquiry.offered.get().opened_at is not None
    assert facts_of("support.AnswerOpened") == [
        {"enquiry_id": str(enquiry.pk), "topic_id": solved.pk, "article_id": None}
    ]


def test_this_solved_it_ends_the_enquiry_once(client, found, solved):
    client.post(ANSWERS, typed(), headers=HTMX)
    enquiry = Enquiry.objects.get()
    client.get(answer_path(enquiry, solved))

    offered = enquiry.offered.get()
    for _ in range(2):
        response = client.post(path(enquiry, "solved/"), {"answer": offered.pk}, follow=True)

    enquiry.refresh_from_db()
    assert (enquiry.outcome, enquiry.solved_by_topic) == ("solved", solved)
    assert "Nothing was sent" in response.content.decode()
    assert facts_of("support.EnquirySolved") == [
        {"enquiry_id": str(enquiry.pk), "topic_id": solved.pk, "article_id": None}
    ]
    assert not Case.objects.exists()


def test_only_an_opened_answer_can_have_solved_it(client, found, solved):
    client.post(ANSWERS, typed(), headers=HTMX)
    enquiry = Enquiry.objects.get()

    offered = enquiry.offered.get()
    assert client.post(path(enquiry, "solved/"), {"answer": offered.pk}).status_code == 403
    assert client.post(path(enquiry, "solved/"), {"answer": "x"}).status_code == 404
    assert client.post(path(enquiry, "solved/"), {"answer": 10**17}).status_code == 404
    with pytest.raises(NotAllowed):
        solve_enquiry(enquiry=enquiry, offered=offered)


def test_answer_that_was_not_offered_is_not_found(client, found, solved):
    client.post(ANSWERS, typed(), headers=HTMX)
    theirs = OfferedAnswer.objects.get()
    found.clear()
    form = typed()
    client.post(ANSWERS, form, headers=HTMX)

    address = f"/support/enquiries/{form['key']}/answers/{theirs.pk}/"
    assert client.get(address).status_code == 404
    assert client.post(f"{address}not-quite/").status_code == 404


def test_answer_whose_solution_was_taken_back_is_no_longer_offered(client, found, solved, outsider):
    client.post(ANSWERS, typed(), headers=HTMX)
    enquiry = Enquiry.objects.get()
    withdraw_solution(by=outsider, post=solved.posts.get(number=2))

    assert solved.title not in client.get(path(enquiry)).content.decode()
    assert client.get(answer_path(enquiry, solved)).status_code == 404


def test_answer_of_a_space_one_does_not_see_is_never_shown(client, found, solved, private_space):
    """Even when a search engine that errs finds it."""
    type(solved).objects.filter(pk=solved.pk).update(space=private_space)
    page = client.post(ANSWERS, typed(), headers=HTMX).content.decode()

    assert "gasket" not in page
    assert client.get(answer_path(Enquiry.objects.get(), solved)).status_code == 404


def test_somebody_elses_enquiry_is_not_found(client, found, solved, member):
    form = typed()
    client.post(ANSWERS, form, headers=HTMX)
    enquiry = Enquiry.objects.get()
    client.get(answer_path(enquiry, solved))
    offered = enquiry.offered.get()
    stranger, signed_in = Client(), Client()
    signed_in.force_login(member)

    for other in (stranger, signed_in):
        assert other.get(path(enquiry)).status_code == 404
        assert other.get(answer_path(enquiry, solved)).status_code == 404
        assert other.post(path(enquiry, "solved/"), {"answer": offered.pk}).status_code == 404
        assert other.post(path(enquiry, "question/"), form).status_code == 404
        assert other.post(answer_path(enquiry, solved, "not-quite/")).status_code == 404
        assert (
            other.post(
                path(enquiry, "case/"), form | {"name": "X", "email": "x@y.example"}
            ).status_code
            == 404
        )
        assert other.post(ANSWERS, form | {"text": "Mine now."}).status_code == 404
    enquiry.refresh_from_db()
    assert enquiry.outcome == "open"
    assert enquiry.text.startswith("Since Sunday")


def test_what_a_visitor_typed_goes_on_after_signing_in(client, found, solved, member, rf):
    client.post(ANSWERS, typed(), headers=HTMX)
    enquiry = Enquiry.objects.get()
    from_sign_in = rf.get("/")
    from_sign_in.browser = type("B", (), {"id": enquiry.browser_id})()
    keep_what_was_typed(from_sign_in, member)

    client.force_login(member)
    assert "Since Sunday" in client.get(path(enquiry)).content.decode()


def test_key_of_another_person_is_refused_by_the_action(member, outsider):
    key = uuid.uuid4()
    save_enquiry(key=key, viewer=member, browser_id=None, subject="Mine", text="")

    with pytest.raises(NotYours):
        save_enquiry(key=key, viewer=outsider, browser_id=None, subject="No, mine", text="")


def test_typing_without_end_is_slowed_down(client, found):
    statuses = {client.post(ANSWERS, typed(), headers=HTMX).status_code for _ in range(125)}

    assert statuses == {200, 429}
