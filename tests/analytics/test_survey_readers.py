"""A few readers are asked whether a page helped: by lot, with their consent, once in 90 days, and what they said counts."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions import withdraw_consent
from accounts.models import Browser
from analytics.actions import answer_survey, ask_reader
from analytics.models import Grade, SupportIntent, SurveyAnswer
from content.models import Article
from tests.analytics.conftest import (
    BACKEND,
    accept,
    agree,
    answer,
    ask,
    deliver_all,
    hours_ago,
    touch,
)
from tests.cast import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def solved(board, helper, brand):
    topic = ask(make_member("asker"), board, at=hours_ago(300))
    accept(topic, answer(topic, helper, at=hours_ago(290)), at=hours_ago(280))
    topic.refresh_from_db()
    return topic


@pytest.fixture
def help_article(board, helper):
    return Article.objects.create(
        space=board.space, author=helper, title="Descaling", slug="descaling", source="…", html="<p>…</p>",
        state="published", published_at=hours_ago(500), is_help=True,
    )  # fmt: skip


@pytest.fixture
def everybody_is_drawn(settings):
    settings.SURVEY_PERCENT = 100


def sign_in(client, member) -> None:
    client.force_login(member, backend=BACKEND)


def address(topic) -> str:
    return reverse("analytics:survey_topic", args=[topic.pk])


def test_a_reader_who_agreed_is_asked_and_thanked(client, member, solved, everybody_is_drawn):
    agree(member)
    sign_in(client, member)
    shown = client.get(address(solved))
    assert shown.status_code == 200 and b"Did you find what you needed?" in shown.content
    survey = SurveyAnswer.objects.get()
    assert survey.consent.member == member and survey.answered_at is None
    url = reverse("analytics:survey_answer", args=[survey.pk])
    assert client.post(url, {}).status_code == 422
    said = client.post(url, {"found": "yes", "would_have_contacted": "yes"})
    assert said.status_code == 302 and said["Location"] == solved.get_absolute_url()
    survey.refresh_from_db()
    assert (survey.found, survey.would_have_contacted) == (True, True)
    deliver_all()
    assert SupportIntent.objects.get(key=f"member:{member.pk}").grade == Grade.CONFIRMED


def test_who_did_not_agree_is_not_asked(client, member, solved, everybody_is_drawn):
    sign_in(client, member)
    assert client.get(address(solved)).status_code == 204
    client.logout()
    assert client.get(address(solved)).status_code == 204
    assert not SurveyAnswer.objects.exists()


def test_the_lot_decides(client, member, solved, settings):
    agree(member)
    sign_in(client, member)
    settings.SURVEY_PERCENT = 0
    assert client.get(address(solved)).status_code == 204
    assert not SurveyAnswer.objects.exists()


def test_nobody_is_asked_twice_within_90_days(member, solved, help_article):
    consent = agree(member)[0]
    first = ask_reader(consent_id=consent.pk, topic=solved)
    assert first
    assert ask_reader(consent_id=consent.pk, article=help_article) is None
    SurveyAnswer.objects.update(asked_at=timezone.now() - timedelta(days=89, hours=23))
    assert ask_reader(consent_id=consent.pk, topic=solved) is None
    SurveyAnswer.objects.update(asked_at=timezone.now() - timedelta(days=90, minutes=1))
    assert ask_reader(consent_id=consent.pk, topic=solved)


def test_nobody_is_asked_again_on_the_browser_they_signed_in_on(member, solved):
    browser = Browser.objects.create(member=None)
    visitor = agree(browser=browser)[0]
    assert ask_reader(consent_id=visitor.pk, topic=solved)
    Browser.objects.filter(pk=browser.pk).update(member=member)
    assert ask_reader(consent_id=agree(member)[0].pk, topic=solved) is None


def test_askers_authors_and_staff_are_not_asked(solved, help_article, manager, helper):
    for person, page in (
        (solved.author, {"topic": solved}),
        (helper, {"article": help_article}),
        (manager, {"topic": solved}),
    ):
        assert ask_reader(consent_id=agree(person)[0].pk, **page) is None


def test_open_questions_and_other_articles_are_not_asked_about(member, board, helper, help_article):
    consent = agree(member)[0]
    assert ask_reader(consent_id=consent.pk, topic=ask(helper, board)) is None
    Article.objects.update(is_help=False)
    help_article.refresh_from_db()
    assert ask_reader(consent_id=consent.pk, article=help_article) is None


def test_an_answer_stays_as_it_was_first_given(member, solved):
    survey = ask_reader(consent_id=agree(member)[0].pk, topic=solved)
    assert answer_survey(survey=survey, found=True, would_have_contacted=None)
    assert not answer_survey(survey=survey, found=False, would_have_contacted=True)
    survey.refresh_from_db()
    assert survey.found and survey.would_have_contacted is None


def test_anothers_survey_is_not_there(client, member, outsider, solved):
    survey = ask_reader(consent_id=agree(member)[0].pk, topic=solved)
    sign_in(client, outsider)
    url = reverse("analytics:survey_answer", args=[survey.pk])
    assert client.post(url, {"found": "yes"}).status_code == 404
    client.logout()
    assert client.post(url, {"found": "yes"}).status_code == 404
    survey.refresh_from_db()
    assert survey.answered_at is None


def test_a_no_leaves_the_grade_potential(member, solved):
    """Something is known then: it did not help. A yes would confirm."""
    consent = agree(member)[0]
    touch(consent, "read_topic", topic=solved, at=hours_ago(1))
    survey = ask_reader(consent_id=consent.pk, topic=solved)
    answer_survey(survey=survey, found=False, would_have_contacted=True)
    deliver_all()
    assert SupportIntent.objects.get(key=f"member:{member.pk}").grade == Grade.NONE


def test_what_they_said_goes_with_their_consent(member, solved):
    consent = agree(member)[0]
    survey = ask_reader(consent_id=consent.pk, topic=solved)
    answer_survey(survey=survey, found=True, would_have_contacted=True)
    deliver_all()
    assert SupportIntent.objects.filter(grade=Grade.CONFIRMED).exists()
    withdraw_consent(member=member, browser_id=None, purposes=["analytics"])
    deliver_all()
    assert not SurveyAnswer.objects.exists()
    assert not SupportIntent.objects.filter(key=f"member:{member.pk}").exists()
