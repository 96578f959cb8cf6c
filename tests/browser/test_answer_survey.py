"""A reader is asked below what may have helped, answers in its place, and is thanked: page, script, policy and form as they are."""

import pytest
from playwright.sync_api import expect

from analytics.models import SurveyAnswer
from forums.models import Topic
from tests.analytics.conftest import accept, agree, answer, ask, hours_ago
from tests.cast import make_member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def solved(board, evangelist, brand) -> Topic:
    topic = ask(make_member("asker"), board, at=hours_ago(300))
    accept(topic, answer(topic, evangelist, at=hours_ago(290)), at=hours_ago(280))
    topic.refresh_from_db()
    return topic


def test_asked_answered_and_thanked(visit, member, solved, settings, live_server):
    settings.SURVEY_PERCENT = 100
    agree(member)
    page = visit(member, "/")
    page.clock.install()
    page.goto(live_server.url + solved.get_absolute_url())
    survey = page.locator("form.survey")
    page.clock.run_for(15_000)
    expect(survey).to_have_count(0)
    page.clock.run_for(6_000)
    page.clock.resume()
    expect(survey).to_be_visible()
    assert survey.bounding_box()["y"] > page.locator("#solution").bounding_box()["y"]

    survey.get_by_role("group", name="Did you find").get_by_label("Yes").check()
    survey.get_by_role("group", name="Would you have").get_by_label("No").check()
    survey.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Thank you. That is all we wanted to know.")).to_be_visible()
    assert page.url.endswith(solved.get_absolute_url())  # in its place
    said = SurveyAnswer.objects.get()
    assert (said.found, said.would_have_contacted) == (True, False)
    assert said.answered_at
