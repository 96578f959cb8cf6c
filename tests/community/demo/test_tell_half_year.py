"""The half year tells its story in figures that are computed from rows: a launch, a surge, a leave, a price change."""

from datetime import timedelta

import pytest
from django.db.models import Count
from django.urls import reverse

from accounts.models import Member
from analytics.deflection import before_after
from analytics.health.departure import Answering
from analytics.health.surge import opening_posts
from analytics.lens import Lens
from analytics.metrics import confirmed, contacts, deflected, effect, handled, questions
from analytics.metrics.health import absence
from analytics.missed import words
from analytics.models import (
    Alarm,
    FrozenFigure,
    Lead,
    Note,
    Reckoning,
    Restatement,
    SavedView,
    SupportIntent,
)
from analytics.overview.movers import movers
from analytics.overview.todo import things_to_do
from analytics.periods import Period, last_days, month_of, today
from analytics.showing import Showing
from analytics.statistics.series import FEWEST_AFTER, FEWEST_BEFORE
from analytics.views.notes import notes_of
from analytics.wording import differ
from community.demo import halfyear
from community.demo.halfyear.visits import MISSED
from integrations.models import CaseImport, DeskConnection
from spaces.models import Space
from support.models import Case, Enquiry


def days_ago(first: int, last: int) -> Period:
    """From the one to the other day, both counted."""
    return Period(today() - timedelta(days=first), today() - timedelta(days=last))


def in_space(period: Period) -> Lens:
    return Lens(period, space=Space.objects.get(slug=halfyear.SPACE).pk)


LAUNCH, (AWAY, BACK), DEARER = halfyear.LAUNCH, halfyear.LEAVE, halfyear.PRICES


def test_more_contacts_were_not_needed_in_the_month_of_the_launch(planted):
    after, before = Lens(days_ago(LAUNCH, LAUNCH - 29)), Lens(days_ago(LAUNCH + 30, LAUNCH + 1))
    now, then = confirmed.METRIC.figure(after), confirmed.METRIC.figure(before)
    assert now.value > then.value
    assert differ(now, then, after.days, before.days)
    assert deflected.METRIC.figure(after).low > deflected.METRIC.figure(before).high


def test_the_evening_of_the_launch_is_a_surge(planted):
    """Found by the watch that runs every hour, within the week, and graded right."""
    first = Alarm.objects.filter(kind="surge").earliest("raised_at")
    assert first.space.slug == halfyear.SPACE
    assert first.raised_at.date() == today() - timedelta(days=LAUNCH)
    assert first.saw["number"] >= 5 and first.certainty["p"] < 0.001
    assert opening_posts(first).count() == first.saw["number"]
    assert first.ended_at and first.grades.get().is_right
    others = Alarm.objects.filter(kind="surge").exclude(pk=first.pk)
    assert all(
        first.raised_at < each.raised_at < first.raised_at + timedelta(14) for each in others
    )


def test_people_wait_longer_while_the_evangelist_is_away(planted):
    away = questions.FIRST_RESPONSE.figure(in_space(days_ago(AWAY, BACK + 1)))
    before = questions.FIRST_RESPONSE.figure(in_space(days_ago(LAUNCH, AWAY + 1)))
    since = questions.FIRST_RESPONSE.figure(in_space(days_ago(BACK - 1, 0)))
    assert away.value > 4 * before.value
    assert away.low > before.high and away.low > since.high
    late = questions.UNANSWERED.figure(in_space(days_ago(AWAY, BACK + 1)))
    assert late.value > questions.UNANSWERED.figure(in_space(days_ago(LAUNCH, AWAY + 1))).value


def test_the_price_change_brings_contacts_and_stands_on_the_time_line(planted):
    since, before = Lens(days_ago(DEARER - 1, 0)), Lens(days_ago(2 * DEARER - 1, DEARER))
    now, then = contacts.METRIC.figure(since), contacts.METRIC.figure(before)
    assert now.value > 1.5 * then.value and differ(now, then, since.days, before.days)
    assert "price" in " ".join(note.words.lower() for note in notes_of(Lens(last_days(30))))
    prices = contacts.rows(since).filter(subject__iregex="price|bill|charged").count()
    assert prices > contacts.rows(before).filter(subject__iregex="price|bill|charged").count() + 40


def test_what_happened_stands_where_it_mattered(planted):
    assert Note.objects.standing().count() == len(halfyear.NOTES)
    other = Lens(last_days(90), space=Space.objects.get(slug=halfyear.OTHER_SPACE).pk)
    assert [note.words for note in notes_of(other)] == [halfyear.NOTES[-1][1]]


def test_every_grade_is_met_and_each_estimate_has_its_interval(planted):
    lens = Lens(last_days(90))
    grades = dict(SupportIntent.objects.values_list("grade").annotate(n=Count("pk")))
    assert min(grades[each] for each in ("failed", "confirmed", "implicit", "potential")) > 30
    worth = effect.METRIC.figure(lens)
    assert worth.value and worth.low > 0
    found = deflected.stands(lens).deflected
    assert found.share and found.effect and found.total.low < found.total.value < found.total.high


def test_leads_stand_at_every_stage(planted):
    stages = dict(Lead.objects.values_list("stage").annotate(n=Count("pk")))
    assert set(stages) == {"awareness", "interest", "motivation", "action", "relationship"}
    assert min(stages.values()) >= 2


def test_the_first_page_has_movers_and_three_things_to_do(planted):
    helen = Member.objects.get(handle="helen")
    lens = Lens(last_days(90))
    found = movers(lens, helen, Showing("intents"))
    assert any("Dipper" in mover.about.title for mover in _all(found))
    todo = things_to_do(lens, helen, in_full=True)
    assert len(todo) == 3 and sum(each.people >= 5 for each in todo) >= 2


def test_what_moderators_did_is_counted(planted):
    found = handled.METRIC.figure(Lens(last_days(90)))
    assert found.value >= 8
    assert found.details["per_hour"] and found.details["wrong"] == 1


def _all(found):
    for mover in found:
        yield mover
        yield from mover.where


def test_searches_in_vain_are_listed_from_five_people_on(planted):
    listed = {each.words: each.people for each in words(Lens(last_days(90)))}
    wanted = {said: people for said, people, _since in MISSED if people >= 5}
    assert listed == wanted and len(wanted) < len(MISSED)


def test_half_a_year_is_too_short_to_say_what_it_changed(planted, client):
    """A year before it, but fewer than eight months since: the page says that it cannot tell, not a number."""
    found = before_after.history()
    assert found.before >= FEWEST_BEFORE and 4 <= found.after < FEWEST_AFTER
    assert Reckoning.objects.get(name=before_after.NAME).result["fit"] is None
    usual = [month.rate for month in found.months]
    assert max(usual[found.before :]) < max(usual[: found.before])
    client.force_login(Member.objects.get(handle="helen"))
    assert "tell yet" in client.get(reverse("analytics:before_after")).content.decode()


def test_the_telephones_list_was_brought_with_its_bad_rows(planted):
    run = CaseImport.objects.get()
    assert run.stage == CaseImport.Stage.FINISHED
    assert run.new == Case.objects.filter(desk=run.desk).count() > 80
    assert run.bad == run.bad_rows.count() == 3
    assert all(row.why for row in run.bad_rows.all())


def test_the_help_desk_that_is_connected_sends_nothing(planted):
    desk = DeskConnection.objects.get()
    assert not desk.is_on and not desk.secret


def test_some_wrote_in_the_box(planted):
    boxed = Enquiry.objects.filter(place=Enquiry.Place.BOX)
    assert boxed.count() > 20
    assert {"solved", "sent", "left"} == set(boxed.values_list("outcome", flat=True))


@pytest.mark.parametrize("place", range(3))
def test_saved_views_open(planted, client, place):
    client.force_login(Member.objects.get(handle="helen"))
    views = SavedView.objects.all()
    assert len(views) == 3
    assert client.get(views[place].address).status_code == 200


def test_what_came_late_restates_closed_months_with_the_reason(planted):
    notes = Restatement.objects.order_by("month")
    late = notes.filter(metric="contacts")
    assert late.count() >= 5 and {note.why for note in late} == {"late"}
    brought = Case.objects.filter(desk="telephone")
    for note in late:
        of_month = month_of(note.month)
        calls = brought.filter(opened_at__gte=of_month.start, opened_at__lt=of_month.end).count()
        assert note.now - note.was == calls > 0
        kept = FrozenFigure.objects.get(metric="contacts", month=note.month)
        assert kept.value == note.was and kept.frozen_at < note.at
    costs = notes.filter(metric="net_saved", why="assumption")
    assert costs.count() >= 4 and all(note.now < note.was for note in costs)


def test_home_espresso_hangs_on_the_evangelist_and_her_leave_shows_how_much(planted):
    """Half of the answers are one person's; on leave they come from many; a departure simulated foretells the wait."""
    before = absence.METRIC.figure(in_space(days_ago(LAUNCH, AWAY + 1)))
    away = absence.METRIC.figure(in_space(days_ago(AWAY, BACK + 1)))
    assert before.value <= 2 and away.low > before.high
    space = Space.objects.get(slug=halfyear.SPACE)
    lens = in_space(last_days(90))
    answering = Answering(lens, space, says_names=True)
    first = answering.helpers[0]
    assert first.name == Member.objects.get(handle=halfyear.EVANGELIST).name
    left = answering.without([first])
    assert left.factor_left.value > left.factor.value and left.only_theirs > 10 and left.stand_ins
    waited = questions.FIRST_RESPONSE.figure(in_space(days_ago(AWAY, BACK + 1)))
    assert left.wait_left.value > 4 * left.wait.value
    assert left.wait_left.value > waited.low, "nobody stood in, and so it was"


@pytest.mark.parametrize(
    "page", ["", "deflection/", "leads/", "health/", "answering/", "alarms/", "time-line/"]
)
def test_the_executives_pages_open_on_the_story(planted, client, page):
    client.force_login(Member.objects.get(handle="helen"))
    shown = client.get(f"/insights/{page}")
    assert shown.status_code == 200
    said = shown.content.decode()
    assert "Home Espresso" in said or "Dipper" in said
