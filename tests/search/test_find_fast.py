"""With five thousand entries the index is used, and only so many candidates are ranked."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from search.engine import find, similar
from search.models import SearchEntry

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
    SearchEntry.objects.bulk_create(
        SearchEntry(
            kind="topic", object_id=n, space=space, url="/", created_at=now, updated_at=now - timezone.timedelta(hours=n),
            title=f"{WORDS[n % 12]} {WORDS[n * 7 % 11]} number{n}",
            text=" ".join(WORDS[n * k % 12] for k in range(1, 60)) + f" only{n} common",
        )
        for n in range(5000)
    )  # fmt: skip
    with connection.cursor() as cursor:
        for index in ("search_title_words", "search_title_letters"):
            cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [index])
        cursor.execute("ANALYZE search_searchentry")


def plans(call, mark: str = "ts_rank") -> str:
    """The plans of every query with the mark that the call makes over the index."""
    with CaptureQueriesContext(connection) as seen:
        call()
    lines = []
    with connection.cursor() as cursor:
        for query in seen.captured_queries:
            if (
                query["sql"].startswith("SELECT")
                and "search_searchentry" in query["sql"]
                and mark in query["sql"]
            ):
                cursor.execute("EXPLAIN " + query["sql"])
                lines += [row[0] for row in cursor.fetchall()]
    return "\n".join(lines)


def test_rare_words_come_from_the_index(visitor, many):
    plan = plans(lambda: find("only4321 grinder", viewer=visitor))
    assert "search_document" in plan
    assert "Seq Scan on search_searchentry" not in plan
    assert find("only4321", viewer=visitor).total == 1


def test_common_words_rank_a_bounded_set_and_say_so(visitor, many):
    page = find("common", viewer=visitor)
    assert page.total_is_capped
    assert page.total == 1000
    assert "Limit" in plans(lambda: find("common", viewer=visitor))


def test_misspelt_words_are_looked_up_by_their_letters(visitor, many):
    plan = plans(lambda: find("xylofone", viewer=visitor), "%>>")
    assert "search_title_letters" in plan
    assert "Seq Scan on search_searchentry" not in plan


def test_likeness_ranks_a_bounded_set(visitor, many):
    plan = plans(lambda: similar("the common grinder and its only17 gasket", viewer=visitor))
    assert plan.count("Limit") >= 3  # the page, the titles, the freshest
    assert len(similar("the common grinder", viewer=visitor, limit=5)) == 5
