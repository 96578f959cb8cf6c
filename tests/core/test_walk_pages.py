"""Walking from page to page yields every row once, in order, whatever ties and whatever comes meanwhile."""

import base64
import contextlib
import json
import math
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import F
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.models import OutgoingMail
from core.pages import page

pytestmark = pytest.mark.django_db
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
ORDER = ("-created_at", "-id")


def rows(minutes: list[int]) -> list[OutgoingMail]:
    OutgoingMail.objects.all().delete()
    return OutgoingMail.objects.bulk_create(
        OutgoingMail(
            sender="a",
            to=[],
            subject=f"s{m}",
            created_at=BEGAN + timedelta(minutes=m, microseconds=m),
        )
        for m in minutes
    )


def walk(queryset, *, order=ORDER, size=3, after=None):
    pages = []
    while True:
        found = page(queryset, order=order, after=after, size=size)
        pages.append(found)
        after = found.next
        if after is None:
            return pages


def ids(pages) -> list[int]:
    return [row.pk for each in pages for row in each.items]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.integers(0, 4), max_size=25),
    st.integers(1, 7),
    st.sampled_from(
        [
            ORDER,
            ("created_at", "id"),
            ("-created_at", "id"),
            ("subject", "-created_at", "id"),
            ("-pk",),
        ]
    ),
)
def test_every_row_once_and_in_order(db, minutes, size, order):
    rows(minutes)
    pages = walk(OutgoingMail.objects.all(), order=order, size=size)
    wanted = list(OutgoingMail.objects.order_by(*order).values_list("pk", flat=True))
    assert ids(pages) == wanted
    assert len(pages) == max(1, math.ceil(len(minutes) / size))
    back = [pages[-1]]
    while back[-1].previous:
        back.append(
            page(OutgoingMail.objects.all(), order=order, after=back[-1].previous, size=size)
        )
    assert ids(reversed(back)) == wanted


def test_rows_that_come_meanwhile_shift_nothing():
    rows(list(range(6)))
    everything = OutgoingMail.objects.all()
    first = page(everything, order=ORDER, after=None, size=3)
    OutgoingMail.objects.create(
        sender="a", to=[], subject="new", created_at=BEGAN + timedelta(days=1)
    )
    second = page(everything, order=ORDER, after=first.next, size=3)
    assert [row.subject for row in second.items] == ["s2", "s1", "s0"]
    assert second.next is None


def test_row_that_went_meanwhile_is_no_stumbling_block():
    made = rows(list(range(6)))
    first = page(OutgoingMail.objects.all(), order=ORDER, after=None, size=3)
    made[3].delete()  # the last of the first page
    assert (
        page(OutgoingMail.objects.all(), order=ORDER, after=first.next, size=9).items == made[2::-1]
    )


def test_one_query_a_page_however_many_rows(django_assert_num_queries):
    for count in (10, 20):
        rows(list(range(count)))
        first = page(OutgoingMail.objects.all(), order=ORDER, after=None, size=4)
        with django_assert_num_queries(1):
            page(OutgoingMail.objects.all(), order=ORDER, after=first.next, size=4)


def test_annotations_and_plain_rows_can_be_walked():
    rows([3, 1, 2])
    found = OutgoingMail.objects.annotate(moment=F("created_at")).values("moment", "id")
    pages = walk(found, order=("moment", "id"), size=1)
    assert [row["moment"].minute for each in pages for row in each.items] == [1, 2, 3]


def test_first_page_has_nothing_before_it_and_an_empty_one_nothing_at_all():
    rows([1, 2])
    assert page(OutgoingMail.objects.all(), order=ORDER, after=None, size=2).previous is None
    rows([])
    assert page(OutgoingMail.objects.all(), order=ORDER, after=None, size=2).next is None


def encoded(value) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


MOMENT = BEGAN.isoformat()


@pytest.mark.parametrize(
    "token",
    [
        "x", "ä", "====", "A" * 501, encoded([]), encoded({}), encoded(7), encoded(["a"]), encoded(["c", MOMENT, 1]),
        encoded(["a", MOMENT]), encoded(["a", MOMENT, 1, 2]), encoded(["a", "no moment", 1]), encoded(["a", MOMENT, "x"]),
        encoded(["a", MOMENT, 10**30]), encoded(["a", MOMENT, None]), encoded(["a", MOMENT, True]),
        encoded(["a", MOMENT, [1]]), encoded(["a", "2026-01-01", 1]), encoded(["a", MOMENT + "\0", 1]),
        encoded(["a", MOMENT, float("inf")]), encoded(["a", MOMENT, "1'; drop table x"]), "[" * 300,
    ],
)  # fmt: skip
def test_token_that_is_not_ours_is_no_page(token):
    rows([1])
    with pytest.raises(Http404):
        page(OutgoingMail.objects.all(), order=ORDER, after=token, size=3)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=40))
def test_any_text_as_a_token_is_a_page_or_none(token):
    with contextlib.suppress(Http404):
        page(OutgoingMail.objects.none(), order=ORDER, after=token, size=3)
