"""Filters, as words of the search and as fields beside it."""

from datetime import timedelta

import pytest

from accounts.models import Member
from content.actions import publish_article, write_article
from forums.actions import mark_solution
from forums.models import Board, Topic
from search.actions import reindex
from search.engine import find
from search.wording import read, understand

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(visitor):
    """Titles that a search finds, said as an address says it."""

    def titles(q="", viewer=visitor, **fields):
        wish = read({"q": q, **fields})
        understood = understand(wish, viewer)
        assert not understood.troubles, understood.troubles
        page = find(wish.words, viewer=viewer, filters=understood.filters, exactly=True)
        assert page.total == len(page.found)
        return sorted(each.title for each in page.found)

    return titles


@pytest.fixture
def two_topics(member, outsider, board, ask, answer, delivered):
    solved = ask(member, board, "Pump is loud", tags=["wren", "noise & hum"])
    mark_solution(by=member, post=answer(outsider, solved, "Tighten the mount."))
    ask(outsider, board, "Pump is silent", tags=["heron"])
    delivered()
    return solved


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("pump is:solved", ["Pump is loud"]),
        ("pump is:unsolved", ["Pump is silent"]),
        ("pump IS:Question", ["Pump is loud", "Pump is silent"]),
        ("pump is:idea", []),
        ("pump tag:wren", ["Pump is loud"]),
        ('tag:"noise & hum"', ["Pump is loud"]),
        ("pump tag:wren tag:heron", []),
        ("pump by:member", ["Pump is loud"]),
        ("pump by:@Outsider", ["Pump is loud", "Pump is silent"]),
        ("by:outsider is:unsolved", ["Pump is silent"]),
        ("in:machines pump", ["Pump is loud", "Pump is silent"]),
        ("in:home-espresso loud", ["Pump is loud"]),
        ("in:home-espresso/machines", ["Pump is loud", "Pump is silent"]),
        ("pump before:2001", []),
        ("pump after:2001-01-31", ["Pump is loud", "Pump is silent"]),
    ],
)
def test_words_filter(found, two_topics, words, expected):
    assert found(words) == expected


def test_fields_do_what_words_do(found, two_topics):
    assert found("pump", tag="wren") == ["Pump is loud"]
    assert found("pump", by="member", **{"in": "machines", "is": "solved"}) == ["Pump is loud"]
    assert found("pump", solved="1", space="home-espresso") == ["Pump is loud"], "old addresses"


def test_days_ask_for_begin_and_last_activity(found, two_topics):
    began = Topic.objects.get(pk=two_topics.pk).created_at
    Topic.objects.filter(pk=two_topics.pk).update(created_at=began - timedelta(days=400))
    reindex(kind="topic", ids=[two_topics.pk])
    day = f"{began - timedelta(days=100):%Y-%m-%d}"
    assert found(f"pump before:{day}") == ["Pump is loud"]
    assert found(f"pump before:{day} after:{day}") == ["Pump is loud"]
    assert found(f"pump after:{began + timedelta(days=2):%Y-%m-%d}") == []


def test_articles_are_filtered_alike(found, evangelist, space, board, delivered):
    article = write_article(author=evangelist, space=space, title="Loud pumps", source="Why.")
    publish_article(member=evangelist, article=article)
    delivered()
    assert found("pump is:article by:evangelist in:home-espresso") == ["Loud pumps"]
    assert found("pump is:question") == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("pump is:broken", "“is:broken” is not known here"),
        ("pump by:nobody-at-all", "Nobody here is called “nobody-at-all”"),
        ("pump in:atlantis", "no space or board “atlantis”"),
        ("pump before:soon", "“before:soon” is not a day"),
        ("pump after:2026-13-40", "“after:2026-13-40” is not a day"),
    ],
)
def test_what_is_not_understood_is_said(client, two_topics, words, told):
    page = client.get("/search/", {"q": words}).content.decode()
    assert told in page
    assert "Pump is loud" in page.replace("<mark>", "").replace("</mark>", "")


def test_private_places_read_as_if_they_were_not_there(
    client, two_topics, private_board, insider, board
):
    Board.objects.create(
        space=board.space, slug="vault", name="Vault", kinds=["question"], is_private=True
    )
    for place in ("testers", "prototypes", "testers/prototypes", "vault", "home-espresso/vault"):
        page = client.get("/search/", {"q": f"pump in:{place}"}).content.decode()
        assert f"no space or board “{place}”" in page, place
    client.force_login(insider)
    page = client.get("/search/", {"q": "pump in:testers"}).content.decode()
    assert "no space or board" not in page


def test_addresses_with_colons_are_words(visitor):
    wish = read({"q": "http://host.example/x:y is: tag: 12:30"})
    assert wish.words == "http://host.example/x:y 12:30"
    assert understand(wish, visitor).troubles == []


def test_page_keeps_what_was_said(client, two_topics):
    page = client.get("/search/", {"q": "pump is:solved", "tag": "wren", "kind": "topic"})
    html = page.content.decode()
    assert 'value="pump is:solved"' in html
    assert '<option value="solved" selected>' in html
    assert 'name="tag" id="id_tag" value="wren"' in html
    assert "q=pump+is%3Asolved&amp;tag=wren" in html
    assert page["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in html


def test_who_shows_no_activity_is_not_searched_by_name(
    found, two_topics, outsider, member, visitor
):
    """Their posts are found by words; a list of all they said is what they keep to members, or to themselves."""
    asked = read({"q": "pump by:outsider"})
    Member.objects.filter(pk=outsider.pk).update(shown_to={"activity": "members"})
    assert found("pump by:outsider", viewer=member) == ["Pump is loud", "Pump is silent"]
    (trouble,) = understand(asked, visitor).troubles
    assert trouble == understand(read({"q": "by:nobody"}), visitor).troubles[0].replace(
        "nobody", "outsider"
    )
    for part in ("activity", "page"):
        Member.objects.filter(pk=outsider.pk).update(shown_to={part: "nobody"})
        assert understand(asked, member).filters.by_ids == ()
        assert found("pump by:outsider", viewer=Member.objects.get(pk=outsider.pk)) == [
            "Pump is loud", "Pump is silent",
        ]  # fmt: skip
    assert found("pump") == ["Pump is loud", "Pump is silent"]
