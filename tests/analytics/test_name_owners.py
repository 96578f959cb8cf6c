"""Beside each figure stands who answers for it and how fresh it is."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from analytics.actions import name_owner
from analytics.metrics import ALL
from analytics.models import FigureOwner
from analytics.standing import standings
from core.rules import NotAllowed
from events.models import Event
from tests.analytics.conftest import ask, body, cost, hours_ago, live

pytestmark = pytest.mark.django_db


def test_nobody_answers_until_somebody_is_named(reader, executive):
    assert {each.owner for each in standings().values()} == {""}
    cost(executive)
    assert standings()["saved"].owner == "Head of support", "whoever answers for the cost"
    name_owner(by=executive, metric="saved", owner="Finance")
    name_owner(by=executive, metric="contacts", owner="Support")
    name_owner(by=executive, metric="contacts", owner="")
    found = standings()
    assert (found["saved"].owner, found["contacts"].owner) == ("Finance", "")
    assert FigureOwner.objects.count() == 3, "what was said before stays"


def test_the_owner_stands_beside_the_figure_on_pages_and_in_the_file(
    reader, executive, board, helper
):
    live(board, helper, times=2)
    answered = reader.post("/insights/figures/contacts/", {"owner": " Support  team "})
    assert answered["Location"] == "/insights/figures/"
    for address in ("/insights/figures/", "/insights/deflection/", "/insights/contacts/rows/"):
        assert "Support team answers for it" in body(reader.get(address)), address
    sheet = body(reader.get("/insights/figures.csv"))
    line = next(line for line in sheet.splitlines() if line.startswith("contacts,"))
    assert "Support team," in line
    assert reader.post("/insights/figures/contacts/", {"owner": "x" * 81}).status_code == 422
    assert reader.get("/insights/figures/nonsense/").status_code == 404
    page = body(reader.get("/insights/figures/contacts/"))
    assert "named by" in page and 'value="Support team"' in page


def test_only_executives_name_an_owner(client, board, evangelist, manager, member):
    for person in (evangelist, manager, member):
        with pytest.raises(NotAllowed):
            name_owner(by=person, metric="contacts", owner="Me")


def test_each_page_says_how_fresh_a_figure_is(reader, board, helper):
    ask(helper, board, at=hours_ago(5))
    late = Event.objects.create(kind="Something", facts={})
    long_ago = timezone.now() - timedelta(hours=9)
    Event.objects.filter(pk=late.pk).update(occurred_at=long_ago)
    found = standings()
    assert found["deflected"].until == long_ago, "what a worker has not followed yet is not counted"
    assert timezone.now() - found["contacts"].until < timedelta(minutes=1)
    assert hours_ago(5.1) < found["first_response"].newest < hours_ago(4.9)
    page = body(reader.get("/insights/"))
    shown = page.count("Counts what happened until")
    assert shown and shown == 2 * page.count('class="definition"'), "on hover, and opened"


def test_every_figure_has_its_line_on_the_page_of_figures(reader):
    page = body(reader.get("/insights/figures/"))
    assert re.findall(r'<li class="row" id="([a-z_]+)"', page) == [each.name for each in ALL]


def test_the_page_asks_once_however_many_figures_stand_on_it(reader, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        standings()
