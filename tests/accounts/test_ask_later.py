"""Ask later: one question at a time, at most one a week, skippable for ever, used only with consent."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actions import (
    answer_question,
    save_question,
    skip_question,
    want_questions,
    withdraw_answer,
)
from accounts.models import Consent, Member, ProfileAnswer, ProfileQuestion
from accounts.standing.questions import forget_questions, question_due
from core.rules import NotAllowed
from events.models import Event

KINDS = {"kind": "choice", "choices": ["Espresso", "Filter"], "why": "To write what helps."}


def old(member: Member, days: float = 30) -> Member:
    Member.objects.filter(pk=member.pk).update(joined_at=timezone.now() - timedelta(days=days))
    return fresh(member)


def fresh(member: Member) -> Member:
    return Member.objects.get(pk=member.pk)


def a_week_later(member: Member) -> Member:
    Member.objects.filter(pk=member.pk).update(
        ask_after=fresh(member).ask_after - timedelta(days=7, seconds=1)
    )
    return fresh(member)


@pytest.fixture
def question(administrator) -> ProfileQuestion:
    return save_question(by=administrator, text="How do you brew?", purpose="analytics", **KINDS)


@pytest.fixture
def second(administrator, question) -> ProfileQuestion:
    return save_question(
        by=administrator, text="What is your role?", kind="text", why="To know.", purpose="sales",
        position=2,
    )  # fmt: skip


def test_the_first_day_is_free_of_questions(question, member):
    assert question_due(old(member, 0.9)) is None
    assert question_due(old(member, 1.1)) == question


def test_one_at_a_time_and_one_a_week(question, second, member):
    member = old(member)
    assert question_due(member) == question
    assert question_due(member) == question, "it stays until it is dealt with"
    answer_question(member=member, question=question, value="Espresso")
    assert question_due(fresh(member)) is None
    assert question_due(a_week_later(member)) == second


def test_skipped_is_skipped_for_ever(question, second, member):
    member = old(member)
    skip_question(member=member, question=question)
    assert question_due(fresh(member)) is None
    member = a_week_later(member)
    assert question_due(member) == second
    skip_question(member=member, question=second)
    assert question_due(a_week_later(member)) is None


def test_whoever_wants_none_is_asked_none(question, member):
    member = old(member)
    want_questions(member=member, wanted=False)
    assert question_due(fresh(member)) is None
    want_questions(member=member, wanted=True)
    assert question_due(fresh(member)) == question


def test_what_is_switched_off_is_not_asked(question, administrator, member, client):
    save_question(by=administrator, question=question, is_on=False)
    assert question_due(old(member)) is None
    client.force_login(member)
    assert client.get(f"/me/questions/{question.pk}/").status_code == 404


def test_it_stands_on_the_front_page_of_members_alone(client, question, member, brand):
    assert "How do you brew?" not in client.get("/").content.decode()
    old(member)
    client.force_login(member)
    page = client.get("/").content.decode()
    assert "How do you brew?" in page
    assert "To write what helps." in page
    assert "How do you brew?" not in client.get("/spaces/").content.decode()


def test_it_costs_one_query_where_it_is_due_and_none_elsewhere(
    client, administrator, member, brand, django_assert_max_num_queries
):
    member = old(member)
    client.force_login(member)

    def queries() -> int:
        with django_assert_max_num_queries(60) as counted:
            client.get("/")
        return len(counted)

    queries()
    nothing_asked = queries()
    question = save_question(by=administrator, text="How?", purpose="analytics", **KINDS)
    forget_questions()  # as the commit does
    queries()
    assert queries() == nothing_asked + 1
    skip_question(member=member, question=question)
    assert queries() == nothing_asked


def test_it_is_answered_without_javascript(client, question, member, brand):
    client.force_login(old(member))
    address = f"/me/questions/{question.pk}/"
    assert client.post(address, {"value": ""}).status_code == 422
    assert client.post(address, {"value": "Tea"}).status_code == 422
    response = client.post(address, {"value": "Filter"}, follow=True)
    assert response.redirect_chain == [("/", 302)]
    assert ProfileAnswer.objects.get().value == "Filter"
    assert "How do you brew?" not in response.content.decode()


def test_it_is_answered_in_place_with_htmx(client, question, member):
    client.force_login(old(member))
    response = client.post(
        f"/me/questions/{question.pk}/", {"value": "Filter"}, headers={"HX-Request": "true"}
    )
    assert response.status_code == 200
    assert "Thank you." in response.content.decode()
    assert "<html" not in response.content.decode()


@pytest.mark.parametrize("press", ["skip", "never"])
def test_skipping_is_one_press(client, question, second, member, press, brand):
    client.force_login(old(member))
    client.post(f"/me/questions/{question.pk}/", {press: "1"})
    member = fresh(member)
    assert not ProfileAnswer.objects.exists()
    if press == "never":
        assert member.asks_nothing
    else:
        assert question_due(a_week_later(member)) == second


def test_an_answer_gives_no_consent_by_itself(client, question, member):
    client.force_login(old(member))
    page = client.get(f"/me/questions/{question.pk}/").content.decode()
    assert "Only you see your answer" in page
    assert "checked" not in page
    client.post(f"/me/questions/{question.pk}/", {"value": "Filter"})
    assert ProfileAnswer.objects.get().consent is None
    assert not Consent.objects.exists()


def test_consent_given_with_the_answer_is_kept_with_it(client, question, member):
    client.force_login(old(member))
    client.post(f"/me/questions/{question.pk}/", {"value": "Filter", "agrees": "on"})
    consent = Consent.objects.get()
    assert (consent.member, consent.purpose, consent.place) == (member, "analytics", "question")
    assert ProfileAnswer.objects.get().consent == consent


def test_global_privacy_control_is_not_asked_to_agree(question, member):
    client = Client(headers={"Sec-GPC": "1"})
    client.force_login(old(member))
    assert 'name="agrees"' not in client.get(f"/me/questions/{question.pk}/").content.decode()
    client.post(f"/me/questions/{question.pk}/", {"value": "Filter", "agrees": "on"})
    assert not Consent.objects.exists()


def test_one_reads_changes_and_deletes_ones_answers(client, question, member):
    client.force_login(old(member))
    answer_question(member=member, question=question, value="Filter")
    assert "Filter" in client.get("/me/privacy/").content.decode()
    client.post(f"/me/questions/{question.pk}/", {"value": "Espresso"})
    assert ProfileAnswer.objects.get().value == "Espresso"
    response = client.post(f"/me/questions/{question.pk}/", {"withdraw": "1"}, follow=True)
    assert "Espresso" not in response.content.decode()
    assert not ProfileAnswer.objects.exists()
    assert Event.objects.filter(kind="accounts.AnswerWithdrawn").count() == 1
    assert question_due(a_week_later(member)) is None, "nor is it asked again"
    assert not withdraw_answer(member=member, question=question)


def test_what_was_answered_keeps_its_words_and_its_use(client, question, administrator, member):
    answer_question(member=member, question=question, value="Filter")
    for change in ({"purpose": "sales"}, {"text": "What do you drink?"}):
        with pytest.raises(NotAllowed, match="words stay"):
            save_question(by=administrator, question=question, **change)
    client.force_login(administrator)
    client.post(
        f"/studio/questions/{question.pk}/",
        {"text": "Forged", "why": "Because", "kind": "text", "purpose": "sales", "position": 3},
    )
    question.refresh_from_db()
    assert (question.text, question.purpose, question.kind) == (
        "How do you brew?", "analytics", "choice",
    )  # fmt: skip
    assert (question.why, question.position, question.is_on) == ("Because", 3, False)


def test_administrators_add_a_question(client, administrator):
    client.force_login(administrator)
    data = {"text": "Which machine?", "why": "To help.", "kind": "choice", "purpose": "sales"}
    data |= {"position": 1, "is_on": "on"}
    assert client.post("/studio/questions/new/", data | {"choices": "Tern"}).status_code == 422
    sent = data | {"choices": "Tern\n\nWren \nTern"}
    assert client.post("/studio/questions/new/", sent).status_code == 302
    assert ProfileQuestion.objects.get().choices == ["Tern", "Wren"]
    assert "fewer than 5 answered" in client.get("/studio/questions/").content.decode()
