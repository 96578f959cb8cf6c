"""Counts that are kept are those of a recount, whatever happens to the rows and whenever."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Consent, Role, RoleGrant
from analytics import rollups, store
from analytics.actions import rebuild
from analytics.lens import Lens
from analytics.models import DayCount, HourCount, RolledUp, StaleHour, SupportIntent, Touch
from analytics.periods import Period, last_days, midnight
from analytics.rollups.keeping import days_of
from analytics.rollups.measures import MEASURES
from forums.models import Board, State, Topic
from spaces.models import Space
from support.models import Case
from tests.analytics.conftest import accept, agree, answer, ask, enquire, hours_ago, touch
from tests.cast import make_member

pytestmark = pytest.mark.django_db
BY = ("kind", "space", "board", "day")


def recount(name: str, lens: Lens) -> dict:
    """The plainest way: every row in Python."""
    measure = MEASURES[name]
    rows = measure.placed(measure.narrow(lens, measure.rows()))
    found: dict = {}
    for row in rows.values("pk", measure.moment, "_kind", "_space", "_board").distinct():
        at = row[measure.moment]
        if lens.start <= at < lens.end:
            day = timezone.localtime(at, timezone.get_default_timezone()).date()
            key = (row["_kind"], row["_space"], row["_board"], day)
            found[key] = found.get(key, 0) + 1
    return found


def agrees(lens: Lens) -> None:
    for name in MEASURES:
        kept = {key: number for key, number in store.counts(name, lens, *BY).items() if number}
        assert kept == recount(name, lens), name


@pytest.fixture
def elsewhere(brand):
    space = Space.objects.create(slug="grinders", name="Grinders")
    return Board.objects.create(space=space, slug="burrs", name="Burrs", kinds=["question"])


@pytest.fixture
def lived(board, elsewhere, helper):
    """Some weeks of questions, touches, cases and intents in two places."""
    for index in range(6):
        place = (board, elsewhere)[index % 2]
        asker = make_member(f"asker{index}")
        topic = ask(asker, place, at=hours_ago(40 + index * 31))
        if index % 3:
            accept(topic, answer(topic, helper, at=hours_ago(39 + index * 31)))
        consent = agree(asker)[0]
        for step in range(3):
            touch(consent, "read_topic", topic=topic, at=hours_ago(20 + index * 31 + step))
        enquire(outcome="sent", offered=[topic], opened=[topic], at=hours_ago(30 + index * 31))
        Case.objects.filter(enquiry__isnull=False, topic=None).update(topic=topic)
    rebuild()


def late_row(pick, places):
    topic = ask(
        make_member(f"late{Topic.objects.count()}"), places[pick % 2], at=hours_ago(50 + pick)
    )
    touch(agree(topic.author)[0], "read_topic", topic=topic, at=hours_ago(48 + pick))


def moved(pick, places):
    topic = _some(Topic, pick)
    board = places[0] if topic.board_id == places[1].pk else places[1]
    Topic.objects.filter(pk=topic.pk).update(board=board, space=board.space)


def hidden(pick, places):
    Topic.objects.filter(pk=_some(Topic, pick).pk).update(state=State.HIDDEN)


def shown(pick, places):
    Topic.objects.filter(pk=_some(Topic, pick).pk).update(state=State.VISIBLE)


def solved(pick, places):
    Topic.objects.filter(pk=_some(Topic, pick).pk).update(solved_at=hours_ago(pick))


def deleted(pick, places):
    Touch.objects.filter(pk=_some(Touch, pick).pk).delete()
    Case.objects.filter(pk=_some(Case, pick).pk).update(opened_at=hours_ago(3 * pick))


def unconsented(pick, places):
    consent = _some(Consent, pick)
    Consent.objects.filter(pk=consent.pk).update(withdrawn_at=hours_ago(1))


def regraded(pick, places):
    intent = _some(SupportIntent, pick)
    SupportIntent.objects.filter(pk=intent.pk).update(grade=("failed", "none")[pick % 2])


def became_staff(pick, places):
    RoleGrant.objects.get_or_create(
        member=_some(Topic, pick).author, role=Role.AGENT, withdrawn_at=None
    )


def refreshed(pick, places):
    rollups.refresh()


def _some(model, pick):
    rows = list(model.objects.order_by("pk"))
    return rows[pick % len(rows)]


CHANGES = [late_row, moved, hidden, shown, solved, deleted, unconsented, regraded, became_staff, refreshed]  # fmt: skip


@given(steps=st.lists(st.tuples(st.sampled_from(CHANGES), st.integers(0, 30)), max_size=8))
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_kept_counts_equal_a_recount_after_any_changes(lived, board, elsewhere, steps):
    rollups.rebuild()
    lens = Lens(last_days(30))
    for change, pick in steps:
        change(pick, (board, elsewhere))
        agrees(lens)
    rollups.refresh()
    assert not StaleHour.objects.exists()
    agrees(lens)
    agrees(Lens(last_days(30), space=board.space_id))


def test_kept_days_are_read_and_stale_ones_counted(lived, board):
    rollups.rebuild()
    day = DayCount.objects.filter(measure="touches").earliest("day").day
    held = DayCount.objects.filter(measure="touches", day=day)
    before = store.total("touches", Lens(last_days(30)))
    held.update(number=1000)
    assert store.total("touches", Lens(last_days(30))) > before, "the kept days are what is read"
    Touch.objects.filter(at__gte=midnight(day), at__lt=midnight(day + timedelta(days=1))).update(
        via="direct"
    )
    assert store.total("touches", Lens(last_days(30))) == before, "a stale day is counted afresh"


def test_hours_add_up_to_days_and_to_everything(lived):
    counted = rollups.rebuild()
    for name, measure in MEASURES.items():
        number = measure.rows().count()
        hours = sum(HourCount.objects.filter(measure=name).values_list("number", flat=True))
        days = sum(DayCount.objects.filter(measure=name).values_list("number", flat=True))
        assert hours == days == number > 0, name
        assert (
            counted[name]
            == HourCount.objects.filter(measure=name).values("hour").distinct().count()
        )


def test_hours_of_a_zone_that_is_half_an_hour_off(lived, board, settings):
    settings.TIME_ZONE = "Asia/Kolkata"
    assert not store._is_kept(MEASURES["touches"], Lens(last_days(30)), ())
    rollups.refresh()
    assert set(RolledUp.objects.values_list("zone", flat=True)) == {"Asia/Kolkata"}
    assert len(days_of([datetime(2026, 3, 1, 18, tzinfo=UTC)])) == 2, "midnight lies within it"
    topic = ask(make_member("night"), board, at=datetime(2026, 3, 1, 18, 20, tzinfo=UTC))
    rollups.refresh()
    lens = Lens(Period(date(2026, 3, 1), date(2026, 3, 1)))
    assert store.total("questions", lens) == 1 and topic.space_id in store.counts("questions", lens, "space")  # fmt: skip


def test_a_reply_makes_nothing_stale(lived, board, helper):
    rollups.rebuild()
    topic = Topic.objects.exclude(answered_at=None).first()
    Topic.objects.filter(pk=topic.pk).update(bumped_at=timezone.now(), title="Another title")
    assert not StaleHour.objects.exists()
    Topic.objects.filter(pk=topic.pk).update(state=State.HIDDEN)
    assert StaleHour.objects.filter(measure="questions").exists()


def test_without_kept_counts_the_rows_are_counted(lived):
    assert not RolledUp.objects.exists()
    agrees(Lens(last_days(30)))
