"""With five thousand entries the index is used, and only so many candidates are ranked."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from search.engine import find, put, similar
from search.engine.ranking import MOST_FRESH
from tests.search.conftest import entry

pytestmark = pytest.mark.django_db
WORDS = [
    "grinder",
    "boiler",
    "gasket",
    "kettle",
    "roast",
    "filter",
    "pump",
    "steam",
    "basket",
    "burr",
    "scale",
    "water",
]


@pytest.fixture
def many(space):
    now = timezone.now()
    put(
        [
            entry(
                n,
                f"{WORDS[n % 12]} {WORDS[n * 7 % 11]} number{n}",
                " ".join(WORDS[n * k % 12] for k in range(1, 60)) + f" only{n} common",
                space_id=space.pk,
                updated_at=now - timezone.timedelta(hours=n),
            )
            for n in range(5000)
        ]
    )
    with connection.cursor() as cursor:
        for index in ("search_document", "search_titles", "search_title_letters"):
            cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [index])
        cursor.execute("ANALYZE search_searchentry")


def plans(call, mark: str) -> str:
    """The plans of the queries with the mark that the call makes over the index."""
    with CaptureQueriesContext(connection) as seen:
        call()
    lines = []
    with connection.cursor() as cursor:
        for query in seen.captured_queries:
            if mark in (query["sql"] or ""):
                cursor.execute("EXPLAIN " + query["sql"])
                lines += [row[0] for row in cursor.fetchall()]
    return "\n".join(lines)


def test_rare_words_are_found_wherever_they_are(visitor, many):
    assert find("only4321 number4999", viewer=visitor, exactly=True).total == 0
    assert [each.object_id for each in find("only4321", viewer=visitor).found] == [4321]
    assert [each.object_id for each in find("number4999", viewer=visitor).found] == [4999]


def test_common_words_rank_a_bounded_set_and_say_so(visitor, many):
    page = find("common", viewer=visitor)
    assert page.total_is_capped
    assert page.total == MOST_FRESH


def test_candidates_come_from_the_words_index_alone(visitor, many):
    """The function forbids reading every document; were it asked without, the planner would."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT proconfig FROM pg_proc WHERE proname = 'search_candidates'")
        assert {"enable_seqscan=off", "enable_indexscan=off"} <= set(cursor.fetchone()[0])
        find("kettle", viewer=visitor)  # looks up the window
        before = _scans(cursor)
        find("only4321", viewer=visitor, exactly=True)
        find("common grinder", viewer=visitor)
        assert _scans(cursor) == before


def _scans(cursor) -> int:
    cursor.execute("SELECT pg_stat_get_xact_numscans('search_searchentry'::regclass)")
    return cursor.fetchone()[0]


def test_misspelt_words_are_looked_up_by_their_letters(visitor, many):
    plan = plans(lambda: find("xylofone", viewer=visitor), "%>>")
    assert "search_title_letters" in plan
    assert "Seq Scan on search_searchentry" not in plan


def test_likeness_ranks_a_bounded_set(visitor, many):
    assert len(similar("the common grinder and its only17 gasket", viewer=visitor)) == 5
    assert len(similar("the common grinder", viewer=visitor, limit=5)) == 5
