"""Whatever an address says about days, the page is answered."""

import pytest

from analytics.periods import last_days, read_period

ODD = [
    {"month": "0001-01"}, {"month": "9999-12"}, {"month": "²"}, {"month": "2026-13"},
    {"from": "0001-01-01", "to": "0001-02-01"}, {"from": "9999-12-01", "to": "9999-12-31"},
    {"from": "2026-01-01"}, {"from": "2026-02-01", "to": "2026-01-01"}, {"days": "9" * 5000},
    {"days": "-90"}, {"days": "1e3"},
]  # fmt: skip


@pytest.mark.parametrize("query", ODD)
def test_nonsense_is_the_usual_period(query):
    found = read_period(query)
    assert found == last_days(90)
    assert found.before().end == found.start


@pytest.mark.parametrize(
    "query", [{"month": "0001-01"}, {"from": "9999-12-01", "to": "9999-12-31"}]
)
def test_pages_answer_at_the_ends_of_the_calendar(client, executive, brand, query):
    client.force_login(executive)
    assert client.get("/insights/", query).status_code == 200
    assert client.get("/insights/figures.csv", query).status_code == 200
