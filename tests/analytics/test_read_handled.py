"""What moderating came to: reports closed, decisions taken back, and what the automation held back wrongly."""

from decimal import Decimal

import pytest

from analytics.actions import set_assumption
from analytics.lens import Lens
from analytics.metrics import handled
from analytics.periods import last_days
from forums.models import Board, Post
from moderation.actions import hide_reported_post, keep_reported_post, report_post, undo_act
from moderation.models import ModerationAct
from spaces.models import Space, SpaceRole
from tests.analytics.conftest import BACKEND, answer, ask, body
from tests.cast import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def worked(board, helper, manager, member, outsider):
    """Ten posts: one hidden, one kept and taken back, one held back and shown again; four reports closed, one open again."""
    topic = ask(helper, board, title="Where to buy")
    posts = [answer(topic, helper) for _ in range(9)]
    for reporter in (member, outsider):
        report_post(reporter=reporter, post=posts[0], reason="spam")
    hide_reported_post(by=manager, post=posts[0], reason="Advertising")
    report_post(reporter=member, post=posts[1], reason="unkind")
    undo_act(by=manager, act=keep_reported_post(by=manager, post=posts[1], reason="It is fine"))
    heavy = [make_member(f"heavy{index}", trust=3) for index in range(2)]
    for each in heavy:
        report_post(reporter=each, post=posts[2], reason="unsafe")
    assert ModerationAct.objects.filter(kind="hold").count() == 1
    keep_reported_post(by=manager, post=posts[2], reason="It is safe")
    return posts


def lens(**more) -> Lens:
    return Lens(last_days(30), **more)


def test_each_kind_is_counted_and_set_beside_the_posts(worked):
    found = handled.figure(lens())
    assert found.value == 4 and found.details["posts"] == 10
    names = ("reports", "decisions", "reversed", "holds", "wrong")
    assert [found.details[name] for name in names] == [4, 3, 1, 1, 1]
    assert found.details["per_hundred"]["reversed"] == 10


def test_a_held_post_that_was_hidden_was_held_rightly(worked, manager):
    for index in range(2):
        report_post(reporter=make_member(f"more{index}", trust=3), post=worked[3], reason="unsafe")
    assert handled.holds(lens()).count() == 1, "nobody has looked at it yet"
    hide_reported_post(by=manager, post=worked[3], reason="Dangerous")
    assert handled.holds(lens()).count() == 2 and handled.wrong_holds(lens()).count() == 1


def test_what_an_hour_bought_stands_on_the_hours_assumed(worked, executive):
    assert handled.figure(lens()).details["per_hour"] is None
    set_assumption(
        by=executive, name="staff_hours", low=Decimal(10), value=Decimal(20), high=Decimal(40), currency="", owner="Head of community"
    )  # fmt: skip
    found = handled.figure(lens()).details["per_hour"]
    month = 365.25 / 12 / 30
    assert (found.low, found.value, found.high) == pytest.approx((4 / 40 * month, 4 / 20 * month, 4 / 10 * month))  # fmt: skip
    assert handled.figure(lens(space=worked[0].topic.space_id)).details["per_hour"] is None


def test_few_decisions_give_no_share(worked):
    assert handled.reversal_rate(lens()).value is None and handled.error_rate(lens()).value is None


def test_numbers_open_to_rows_that_name_nobody(client, worked, manager, member):
    client.force_login(manager, backend=BACKEND)
    page = body(client.get("/insights/answering/"))
    assert "Reports closed" in page and "Per hundred posts" in page
    for kind, number in (
        ("reports", 4),
        ("decisions", 3),
        ("reversed", 1),
        ("holds", 1),
        ("wrong", 1),
    ):
        assert f"only={kind}" in page
        rows = body(client.get(f"/insights/answering/handled/?only={kind}"))
        assert f'data-rows="{number}"' in rows and rows.count('<li class="row">') == number
        listed = rows.split('<ol class="rows"')[1].split("</ol>")[0]
        assert member.name not in listed and manager.name not in listed
        assert "Where to buy" in listed


def test_words_of_a_hidden_post_are_for_those_who_keep_the_space(
    client, worked, manager, executive
):
    Post.objects.filter(pk=worked[0].pk).update(html="<p>Cheap burrs here</p>")
    for viewer, reads in ((manager, True), (executive, False)):
        client.force_login(viewer, backend=BACKEND)
        rows = body(client.get("/insights/answering/handled/"))
        assert ("Cheap burrs here" in rows) == reads
        assert ("Cheap burrs here" in body(client.get("/insights/answering/handled.csv"))) == reads


def test_whoever_leads_one_space_reads_of_that_one_alone(client, worked, member, helper):
    elsewhere = Space.objects.create(slug="grinders", name="Grinders")
    Board.objects.create(space=elsewhere, slug="burrs", name="Burrs", kinds=["question"])
    SpaceRole.objects.create(space=elsewhere, member=member, role="evangelist")
    client.force_login(member, backend=BACKEND)
    assert 'data-rows="' not in body(client.get("/insights/answering/handled/"))
    assert "Where to buy" not in body(client.get("/insights/answering/handled.csv"))
    client.force_login(helper, backend=BACKEND)
    assert client.get("/insights/answering/handled/").status_code == 403
