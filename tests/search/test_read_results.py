"""The pages of search."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db


def test_page_shows_results(client, member, board, ask):
    topic = ask(member, board, "Portafilter stuck in the group")
    page = client.get("/search/", {"q": "portafilter"})
    assert page.status_code == 200
    assert topic.get_absolute_url() in page.content.decode()
    assert "1 result" in page.content.decode()


def test_nothing_found_offers_to_ask_it(client, brand):
    page = client.get("/search/", {"q": 'why "<b>'}).content.decode()
    assert "/ask/?title=why%20%22%3Cb%3E" in page
    assert "<b>" not in page


def test_page_says_what_it_searched_instead(client, member, board, ask):
    ask(member, board, "Espresso machine leaks")
    page = client.get("/search/", {"q": "expresso"}).content.decode()
    assert "Showing results for <strong>espresso</strong>" in page
    assert "exactly=1" in page


@pytest.mark.parametrize(
    "query",
    [
        "?q=x&page=0", "?q=x&page=-1", "?q=x&page=99999999", "?q=x&page=abc", "?q=x&page=%C2%B2", "?q=x&kind=%27--",
        "?q=x&space=nowhere", "?q=x&space=%00", "?q=%00", "?q=%FF%FE", "?q=x&solved=perhaps", "?q=" + "a+" * 2000, "",
    ],
)  # fmt: skip
def test_odd_addresses_are_answered(client, space, query):
    refused = "%00" in query  # no address of the house takes a NUL
    assert client.get("/search/" + query).status_code == (400 if refused else 200)


def test_similar_is_a_piece_of_a_page(client, member, board, ask):
    ask(member, board, "Grinder makes a burning smell")
    piece = client.get("/search/similar/", {"title": "my grinder"}).content.decode()
    assert "Grinder makes a burning smell" in piece
    assert "<html" not in piece
    assert client.get("/search/similar/", {"title": "zzzz"}).content.decode().strip() == ""


@pytest.mark.parametrize("address", ["/search/?q=kettle", "/search/similar/?title=kettle"])
@pytest.mark.parametrize("signed_in", [False, True])
def test_queries_do_not_grow_with_results(member, board, ask, address, signed_in):
    client = Client()
    if signed_in:
        client.force_login(member)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    for number in range(6):
        ask(member, board, f"Kettle question {number}")
    client.get(address)
    few = queries()
    for number in range(6):
        ask(member, board, f"Kettle question again {number}")
    client.get(address)  # words met for the first time are asked of the engine once
    assert queries() == few
    assert few <= 12
