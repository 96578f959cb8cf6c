"""People who agreed to be contacted become leads, with stages and a score that fades."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.actions import adopt_browser, give_consent, grant_role, withdraw_consent
from accounts.models import Browser, Role
from analytics.actions import rebuild, record_goal, trace_leads
from analytics.journeys import EPOCH, WEIGHTS, Act, heat_of, moves_of, score_at
from analytics.models import Lead, Stage, Touch
from events.publishing import publish
from forums.events import TopicOpened
from tests.analytics.conftest import agree, ask, deliver_all, hours_ago, touch

DAY = timedelta(days=1)


def act(kind: str, days: float, **more) -> Act:
    return Act(kind, EPOCH + days * DAY, **more)


def stages(*acts: Act) -> list[str]:
    return [move.to_stage for move in moves_of(acts, EPOCH)]


def test_first_visit_makes_aware():
    assert stages(act("visit", 1, touch_id=1)) == ["awareness"]


def test_agreeing_alone_makes_aware():
    move = moves_of([], EPOCH)[0]
    assert (move.to_stage, move.cause, move.at) == ("awareness", "agreed", EPOCH)


@pytest.mark.parametrize(
    ("next_act", "reached"),
    [
        (act("read_topic", 0.01, touch_id=2), []),
        (act("read_topic", 0.03, touch_id=2), ["interest"]),
        (act("read_article", 0.001, touch_id=2), ["interest"]),
        (act("question", 0.001, topic_id=2), ["interest"]),
        (act("buying_question", 0.001, topic_id=2), ["motivation"]),
        (act("goal", 0.001, goal_id=2), ["action"]),
    ],
)
def test_what_leads_on(next_act, reached):
    assert stages(act("visit", 0, touch_id=1), next_act) == ["awareness", *reached]


def test_customer_who_comes_back_the_next_day_is_a_relationship():
    goal = act("goal", 1, goal_id=1)
    assert stages(goal, act("visit", 1.5, touch_id=2))[-1] == "action"
    assert stages(goal, act("visit", 2, touch_id=2))[-1] == "relationship"


acts = st.lists(
    st.builds(
        Act,
        st.sampled_from(sorted(WEIGHTS)),
        st.integers(0, 100_000).map(lambda minutes: EPOCH + timedelta(minutes=minutes)),
        touch_id=st.just(1),
    ),
    min_size=1,
    max_size=30,
)


@given(acts)
def test_stages_only_rise_and_each_is_reached_once(found):
    order = [Stage.values.index(move.to_stage) for move in moves_of(found, EPOCH)]
    assert order == sorted(set(order))


@given(acts, st.integers(0, 400), st.integers(1, 90))
def test_score_is_the_sum_of_fading_weights(found, days, half_life):
    moment = EPOCH + timedelta(minutes=100_000) + days * DAY
    plain = sum(
        WEIGHTS[each.kind] * 0.5 ** ((moment - each.at) / (half_life * DAY)) for each in found
    )
    assert score_at(heat_of(found, half_life), moment, half_life) == pytest.approx(plain, rel=1e-6)


@given(acts, acts, st.integers(1, 90))
def test_order_of_leads_does_not_change_by_waiting(one, other, half_life):
    a, b = heat_of(one, half_life), heat_of(other, half_life)
    soon, late = EPOCH + 80 * DAY, EPOCH + 200 * DAY
    if abs(a - b) > 1e-6:
        assert (score_at(a, soon, half_life) > score_at(b, soon, half_life)) == (
            score_at(a, late, half_life) > score_at(b, late, half_life)
        )


def test_long_silence_is_no_overflow():
    assert score_at(heat_of([], 30), EPOCH + 40_000 * DAY, 1) == 0
    assert heat_of([act("visit", 36_500, touch_id=1)], 1) > 1000


def leads() -> list[tuple]:
    return [
        (lead.member_id, lead.stage, lead.via, lead.source, round(lead.heat, 9), list(lead.transitions.values_list("to_stage", "cause", "at")))
        for lead in Lead.objects.order_by("member_id", "browser_id")
    ]  # fmt: skip


@pytest.mark.django_db
class TestLeads:
    def test_only_whoever_agreed_is_one(self, member, newcomer, outsider):
        agree(member)
        touch(agree(newcomer, purposes="analytics")[0])
        trace_leads(members=[member.pk, newcomer.pk, outsider.pk])
        assert [lead.member for lead in Lead.objects.all()] == [member]

    def test_first_touch_is_the_first_from_outside(self, member):
        consent = agree(member)[0]
        touch(consent, at=hours_ago(9))
        came = touch(consent, via="campaign", source="open-day", at=hours_ago(8))
        touch(consent, via="search", source="www.google.com", at=hours_ago(7))
        trace_leads(members=[member.pk])
        lead = Lead.objects.get()
        assert lead.first_touch == came and (lead.via, lead.source) == ("campaign", "open-day")

    def test_what_was_asked_before_agreeing_is_left_alone(self, member, board):
        ask(member, board, at=hours_ago(50))
        agree(member, at=hours_ago(40))
        trace_leads(members=[member.pk])
        assert Lead.objects.get().stage == "awareness"

    def test_question_with_a_buying_tag_shows_motivation(self, member, board):
        agree(member)
        ask(member, board, at=hours_ago(5)).tags.add("pre-sales")
        trace_leads(members=[member.pk])
        assert Lead.objects.get().stage == "motivation"

    def test_visitors_way_goes_on_when_they_sign_in_and_ask(self, member, board):
        """Step 1 of the main job: accept as a visitor, sign in, the question is posted."""
        browser = Browser.objects.create()
        give_consent(
            member=None, browser_id=browser.pk, purposes=["analytics", "sales"], place="banner"
        )
        consent = browser.consents.get(purpose="analytics")
        touch(consent, via="search", source="www.google.com")
        deliver_all()
        assert Lead.objects.get().browser == browser
        adopt_browser(member=member, browser_id=browser.pk)
        topic = ask(member, board)
        with transaction.atomic():
            publish(TopicOpened(topic.pk, topic.posts.get().pk, member.pk, topic.space_id))
        deliver_all()
        lead = Lead.objects.get()
        assert lead.member == member and lead.stage == "interest"
        assert lead.first_touch.source == "www.google.com"
        found = leads()
        rebuild()
        assert leads() == found

    def test_taking_back_either_purpose_takes_what_rested_on_it(self, member):
        touch(agree(member)[0], via="search", source="www.google.com")
        trace_leads(members=[member.pk])
        withdraw_consent(member=member, browser_id=None, purposes=["analytics"])
        deliver_all()
        assert not Touch.objects.exists()
        assert Lead.objects.get().first_touch is None and Lead.objects.get().source == ""
        withdraw_consent(member=member, browser_id=None, purposes=["sales"])
        deliver_all()
        assert not Lead.objects.exists()

    def test_our_own_people_are_no_leads(self, member, administrator):
        agree(member)
        trace_leads(members=[member.pk])
        grant_role(by=administrator, member=member, role=Role.AGENT)
        deliver_all()
        assert not Lead.objects.exists()

    def test_goal_is_recorded_once_and_reaches_the_lead(self, member):
        agree(member)
        for _ in range(2):
            record_goal(member=member, name="Bought a grinder", reference="order-7")
        deliver_all()
        assert Lead.objects.get().stage == "action" and member.goals.count() == 1
