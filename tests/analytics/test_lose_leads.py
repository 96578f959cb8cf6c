"""Stages go forward by what people do, and back by silence; what a step rests on stands with it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.actions import rebuild, record_goal, tend_leads, trace_leads
from analytics.journeys import (
    COOLS_AFTER,
    EPOCH,
    WEIGHTS,
    Act,
    causes_of,
    heat_of,
    moves_of,
    score_at,
)
from analytics.models import Lead, LeadTransition, Stage
from notifications.actions import follow, follow_by_writing
from notifications.models import Subscription
from tests.analytics.conftest import agree, answer, ask, deliver_all, hours_ago, touch

DAY = timedelta(days=1)
Cause = LeadTransition.Cause


def act(kind: str, days: float, **more) -> Act:
    return Act(kind, EPOCH + days * DAY, **more)


def way(*acts: Act, until: float | None = None) -> list[tuple[str, str, float]]:
    moves = moves_of(acts, EPOCH, None if until is None else EPOCH + until * DAY)
    return [(move.to_stage, str(move.cause), (move.at - EPOCH) / DAY) for move in moves]


def test_ninety_days_of_silence_take_back_one_stage_and_as_many_more_another():
    asked = (act("visit", 0, touch_id=1), act("buying_question", 1, topic_id=1))
    assert way(*asked, until=90)[-1][0] == "motivation"
    assert way(*asked, until=91)[-1] == ("interest", "cooled", 91)
    assert way(*asked, until=181)[-1] == ("awareness", "cooled", 181)
    assert way(*asked, until=999)[-1] == ("awareness", "cooled", 181)


def test_whoever_comes_back_after_silence_climbs_again():
    found = way(act("read_article", 0, touch_id=1), act("read_article", 100, touch_id=2))
    assert [(stage, cause) for stage, cause, _at in found] == [
        ("awareness", "first_visit"), ("interest", "read_article"), ("awareness", "cooled"), ("interest", "read_article"),
    ]  # fmt: skip


def test_a_customer_remains_one_however_silent():
    bought = act("goal", 1, goal_id=1)
    assert way(bought, until=900)[-1][0] == "action"
    assert way(bought, act("visit", 3, touch_id=1), until=900)[-1] == ("action", "cooled", 93)


@pytest.mark.parametrize(
    ("kind", "cause"), [("goal", "renewed"), ("reply", "answered"), ("visit", "customer_returned")]
)
def test_a_customer_who_buys_answers_or_comes_again_is_a_relationship(kind, cause):
    bought = act("goal", 1, goal_id=1)
    assert way(bought, act(kind, 1.9))[-1][0] == "action", "the day they bought is still that day"
    assert way(bought, act(kind, 2.1))[-1][:2] == ("relationship", cause)


def test_following_a_place_shows_interest():
    assert way(act("visit", 0, touch_id=1), act("follow", 0.001))[-1][:2] == (
        "interest",
        "followed",
    )


spread = st.lists(
    st.builds(
        Act,
        st.sampled_from(sorted(WEIGHTS)),
        st.integers(0, 800 * 24).map(lambda hours: EPOCH + timedelta(hours=hours)),
        touch_id=st.sampled_from([1, None]),
    ),
    min_size=1,
    max_size=25,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(spread, st.integers(0, 400))
def test_every_way_is_one_line_of_steps(acts, more):
    last = max(each.at for each in acts)
    moves = moves_of(acts, EPOCH, last + more * DAY)
    assert [move.from_stage for move in moves] == ["", *(move.to_stage for move in moves[:-1])]
    assert len({(move.to_stage, move.at) for move in moves}) == len(moves), (
        "as the database demands"
    )
    assert sorted(moves, key=lambda move: move.at) == moves
    order = Stage.values
    for move in moves[1:]:
        back = order.index(move.to_stage) < order.index(move.from_stage)
        assert back == (move.cause == Cause.COOLED)
        if back:
            heard = max(each.at for each in acts if each.at <= move.at)
            assert move.at - heard >= COOLS_AFTER and move.act is None
        else:
            assert move.act in acts and move.act.at == move.at


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(spread, st.integers(1, 90))
def test_the_causes_of_a_score_are_its_largest_parts(acts, half_life):
    now = EPOCH + 801 * DAY
    causes = causes_of(acts, now, half_life, most=99)
    assert sum(part for *_, part in causes) == pytest.approx(
        score_at(heat_of(acts, half_life), now, half_life), rel=1e-6, abs=1e-12
    )
    assert sum(number for _, number, _ in causes) == len(acts)
    assert [part for *_, part in causes] == sorted((part for *_, part in causes), reverse=True)


def steps(lead: Lead) -> list[tuple[str, str]]:
    return list(lead.transitions.values_list("to_stage", "cause"))


@pytest.mark.django_db
class TestTending:
    def test_silence_is_noticed_by_the_clock_once(self, member):
        consent = agree(member)[0]
        touch(consent, "read_article", at=hours_ago(24 * 80))
        trace_leads(members=[member.pk])
        assert Lead.objects.get().stage == "interest" and tend_leads() == 0
        touches = member.touches.all()
        touches.update(at=hours_ago(24 * 95))
        Lead.objects.update(last_at=hours_ago(24 * 95))
        LeadTransition.objects.update(at=hours_ago(24 * 95))
        assert tend_leads() == 1
        lead = Lead.objects.get()
        assert lead.stage == "awareness" and steps(lead)[-1] == ("awareness", "cooled")
        assert tend_leads() == 0

    def test_follows_of_places_are_found_and_those_by_writing_are_not(
        self, member, outsider, board
    ):
        touch(agree(member)[0], at=hours_ago(2))
        trace_leads(members=[member.pk])
        follow_by_writing(member=member, topic=ask(outsider, board))
        tend_leads()
        assert Lead.objects.get().stage == "awareness"
        follow(member=member, target=board)
        tend_leads()
        step = Lead.objects.get().transitions.last()
        assert (step.to_stage, step.subscription.board) == ("interest", board)

    def test_whoever_writes_is_not_silent(self, member, outsider, board):
        consent = agree(member)[0]
        touch(consent, "read_article", at=hours_ago(24 * 95))
        post = answer(ask(outsider, board, at=hours_ago(24 * 50)), member, at=hours_ago(24 * 40))
        trace_leads(members=[member.pk])
        lead = Lead.objects.get()
        assert (
            lead.stage == "interest"
            and steps(lead)[-1][1] != "cooled"
            and lead.last_at == post.created_at
        )

    def test_what_was_followed_before_agreeing_is_left_alone(self, member, board):
        follow(member=member, target=board)
        Subscription.objects.update(created_at=hours_ago(9))
        agree(member, at=hours_ago(5))
        trace_leads(members=[member.pk])
        assert Lead.objects.get().stage == "awareness"

    def test_a_customers_answer_to_somebody_is_found(self, member, outsider, board):
        agree(member)
        touch(member.consents.get(purpose="analytics"), at=hours_ago(90))
        theirs = ask(outsider, board, at=hours_ago(60))
        record_goal(member=member, name="Bought", at=hours_ago(50))
        deliver_all()
        post = answer(theirs, member, at=hours_ago(7))
        assert Lead.objects.get().stage == "action"
        tend_leads()
        step = Lead.objects.get().transitions.last()
        assert (step.to_stage, step.cause, step.post) == ("relationship", "answered", post)

    def test_a_step_keeps_its_row_while_it_stands(self, member, board):
        consent = agree(member)[0]
        touch(consent, at=hours_ago(9))
        trace_leads(members=[member.pk])
        first = LeadTransition.objects.get().pk
        touch(consent, "read_article", at=hours_ago(3))
        trace_leads(members=[member.pk])
        rows = list(LeadTransition.objects.values_list("pk", "to_stage"))
        assert rows[0] == (first, "awareness") and [stage for _, stage in rows] == [
            "awareness",
            "interest",
        ]
        before = list(
            LeadTransition.objects.values_list("lead__member", "to_stage", "cause", "at", "touch")
        )
        rebuild()
        assert before == list(
            LeadTransition.objects.values_list("lead__member", "to_stage", "cause", "at", "touch")
        )
        assert timezone.now() > Lead.objects.get().last_at
