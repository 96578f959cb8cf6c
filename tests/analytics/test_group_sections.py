"""The tabs of the insights name the pages somebody may open, and no others."""

import re

import pytest

from analytics.sections import GROUPS, tabs
from analytics.views import base, reports
from tests.analytics.conftest import BACKEND, body

KNOWN = {section.key for group in GROUPS for section in group.sections}
pytestmark = pytest.mark.django_db


def _every(view):
    return {view} | {each for below in view.__subclasses__() for each in _every(below)}


def test_every_page_stands_under_a_tab():
    pages = _every(base.InsightsPage) | _every(reports.ReportPage)
    assert {page.section for page in pages if page is not base.InsightsPage} <= KNOWN


def _linked(page: str) -> set[str]:
    """The addresses in both lines of tabs."""
    lines = re.findall(r'<nav class="(?:tabs groups|subtabs)".*?</nav>', page, re.DOTALL)
    return set(re.findall(r'href="([^"?]+)', "".join(lines)))


def test_an_executive_reaches_every_page_in_two_steps(client, executive):
    client.force_login(executive, backend=BACKEND)
    first = _linked(body(client.get("/insights/")))
    found = first.union(*(_linked(body(client.get(address))) for address in first))
    assert len(found) == len(KNOWN)
    assert all(client.get(address).status_code == 200 for address in found)


def test_others_are_shown_only_what_opens_to_them(client, evangelist, manager):
    for member, start in ((evangelist, "/insights/"), (manager, "/insights/answering/")):
        client.force_login(member, backend=BACKEND)
        first = _linked(body(client.get(start)))
        found = first.union(*(_linked(body(client.get(address))) for address in first))
        assert start in found
        assert all(client.get(address).status_code == 200 for address in found)
        assert found.isdisjoint({"/insights/assumptions/", "/insights/leads/"})


def test_the_group_and_the_page_that_are_open_are_marked(executive):
    found = tabs("mend", executive)
    assert [str(tab.name) for tab in found.groups if tab.current == "true"] == ["Support"]
    assert [str(tab.name) for tab in found.pages if tab.current == "page"] == ["To mend"]
    assert tabs("overview", executive).groups[0].current == "page"


def test_a_group_of_one_page_bears_its_name(manager):
    found = tabs("figures", manager)
    assert str(found.groups[-1].name) == "Every figure"
    assert found.pages == []
