"""What is offered under the search field, and beside a conversation."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from content.actions import publish_article, write_article
from forums.actions import delete_post
from forums.models import Board
from spaces.models import Space

pytestmark = pytest.mark.django_db


@pytest.fixture
def offered(client):
    def pieces(text, by=None):
        client.logout()
        if by:
            client.force_login(by)
        answer = client.get("/search/suggestions/", {"q": text})
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "no-store"
        return answer.content.decode()

    return pieces


def test_titles_tags_people_and_spaces(offered, member, outsider, board, ask):
    topic = ask(member, board, "Grinder stalls on light roasts", tags=["grinder-care"])
    for text in ("gri", "GRINDER st", "light roa", "grinders"):
        assert topic.get_absolute_url() in offered(text), text
    assert 'href="/search/?q=tag%3A%22grinder-care%22"' in offered("grind")
    assert "Home Espresso" in offered("home")
    assert "Home Espresso" in offered("espr")
    assert "/m/member/" in offered("mem", by=outsider)
    assert "/m/member/" in offered("@mem", by=outsider)
    assert "/m/member/" not in offered("mem"), "visitors are not helped to look for people"
    assert 'role="option"' in offered("gri")
    assert offered("g").strip() == offered("").strip() == offered("zzzz").strip() == ""


def test_articles_are_offered(offered, evangelist, space, board, delivered):
    article = write_article(author=evangelist, space=space, title="Dialling in", source="Slowly.")
    delivered()
    assert "Dialling" not in offered("dial")
    publish_article(member=evangelist, article=article)
    delivered()
    assert "Dialling in" in offered("dial")


def test_nothing_unseen_is_offered(
    offered, client, visitor, outsider, insider, member, manager, board, private_board, ask
):
    secret = ask(insider, private_board, "Quicksilver prototype", tags=["quickening"])
    vault = Board.objects.create(
        space=board.space, slug="vault", name="Vault", kinds=["question"], is_private=True
    )
    ask(manager, vault, "Quicksilver in the vault", tags=["quicksand"])
    for person in (None, outsider, member):
        assert offered("quick", by=person).strip() == "", person
        assert "Testers" not in offered("test", by=person)
        if person:
            client.force_login(person)
        assert client.get(f"/topics/{secret.pk}/related/").status_code == 404
    assert "Quicksilver prototype" in offered("quick", by=insider)
    assert "vault" not in offered("quick", by=insider)
    assert offered("quick", by=manager).count('role="option"') == 4


def test_what_went_away_is_not_offered_before_the_index_knows(offered, member, board, ask):
    topic = ask(member, board, "Quicksilver prototype")
    delete_post(by=member, post=topic.posts.get())
    assert offered("quick").strip() == ""


def test_names_and_titles_are_no_markup(offered, member, board, ask):
    ask(member, board, "<img src=x onerror=alert(1)> gasket")
    assert "<img" not in offered("gask")


@pytest.mark.parametrize(
    "text", ["'", "a'b", "\\", ":*", "!!", "%", "&|", "🦀🦀", "ab" * 200, "the", "in:x", "a\ud800"]
)
def test_odd_beginnings_are_answered(offered, board, text):
    offered(text.encode("utf-8", "replace").decode())


def test_number_of_queries_is_fixed(member, outsider, board, ask):
    client = Client()
    client.force_login(outsider)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get("/search/suggestions/", {"q": "kettle"})
        return len(seen)

    ask(member, board, "Kettle question", tags=["kettles"])
    queries()
    few = queries()
    for number in range(6):
        ask(member, board, f"Kettle question {number}", tags=["kettles", f"kettle{number}"])
        Space.objects.create(slug=f"kettle-{number}", name=f"Kettle {number}")
    assert queries() == few <= 9


def test_related_conversations_come_when_asked_for(
    client, member, board, private_board, insider, ask
):
    topic = ask(member, board, "Grinder makes a burning smell", tags=["grinder"])
    ask(member, board, "Burning smell from my grinder")
    ask(member, board, "Which water for tea")
    ask(insider, private_board, "Grinder with a burning smell, secret")
    html = client.get(topic.get_absolute_url()).content.decode()
    assert f'hx-get="/topics/{topic.pk}/related/"' in html
    assert "Burning smell from my grinder" not in html
    piece = client.get(f"/topics/{topic.pk}/related/", headers={"HX-Request": "true"})
    html = piece.content.decode()
    assert "Burning smell from my grinder" in html
    assert "makes a burning" not in html, "not itself"
    assert "water" not in html
    assert "secret" not in html
    assert "<html" not in html
    page = client.get(f"/topics/{topic.pk}/related/").content.decode()
    assert "<html" in page
    assert topic.get_absolute_url() in page


def test_too_many_are_told_when_to_come_back(client, brand, settings):
    settings.SEARCHES_A_MINUTE = settings.SUGGESTIONS_A_MINUTE = 2
    for address in ("/search/?q=kettle", "/search/suggestions/?q=kettle"):
        assert [client.get(address).status_code for _ in range(2)] == [200, 200]
        refused = client.get(address)
        assert refused.status_code == 429
        assert int(refused["Retry-After"]) > 0
