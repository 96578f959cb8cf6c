"""Visitors' pages of results are kept, as long as nothing in them could have changed; each new search counts."""

import pytest

from forums.actions import hide_post
from forums.models import Board
from tests.pagecache.asking import Process

pytestmark = pytest.mark.django_db


@pytest.fixture
def process() -> Process:
    return Process()


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def plain(got) -> str:
    return got.text.replace("<mark>", "").replace("</mark>", "")


def test_a_search_is_made_once(process, member, board, ask):
    ask(member, board, "Kettle whistles")
    first = process.get("/search/", "q=kettle")
    assert first.is_kept
    assert "Kettle whistles" in plain(first)
    assert process.get("/search/", "q=kettle").raw == first.raw
    assert len(process.made) == 1
    assert "Kettle whistles" not in plain(process.get("/search/", "q=gasket"))
    assert first.headers["x-robots-tag"] == "noindex"


def test_what_was_hidden_is_gone_before_the_index_knows(
    process, commit, member, outsider, manager, board, ask, answer, delivered
):
    topic = ask(member, board, "Which beans")
    reply = answer(outsider, topic, "Try quicksilver.")
    assert "Which beans" in plain(process.get("/search/", "q=quicksilver"))
    with commit():
        hide_post(by=manager, post=reply, reason="Spam")
    process.hear()
    assert "Which beans" not in plain(process.get("/search/", "q=quicksilver"))


def test_what_is_new_is_found_once_indexed(process, commit, member, board, ask):
    ask(member, board, "Kettle whistles")
    process.get("/search/", "q=kettle")
    with commit():
        ask(member, board, "Kettle is cold")
    process.hear()
    assert "Kettle is cold" in plain(process.get("/search/", "q=kettle"))


def test_nothing_private_is_in_a_kept_page(
    process, client, manager, insider, board, private_board, ask
):
    ask(insider, private_board, "The quicksilver prototype")
    vault = Board.objects.create(
        space=board.space, slug="vault", name="Vault", kinds=["question"], is_private=True
    )
    ask(manager, vault, "Quicksilver in the vault")
    client.force_login(insider)
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    theirs = process.get("/search/", "q=quicksilver", HTTP_COOKIE=cookie)
    assert "The quicksilver prototype" in plain(theirs)
    assert not theirs.is_kept
    kept = process.get("/search/", "q=quicksilver")
    assert kept.is_kept
    assert "prototype" not in kept.text
    assert "vault" not in kept.text.lower()


def test_each_new_search_counts_against_its_asker(process, settings, brand):
    settings.SEARCHES_A_MINUTE = 3
    for word in ("one", "two", "three"):
        assert process.get("/search/", f"q={word}").status == 200
    assert process.get("/search/", "q=one").status == 200, "kept pages cost nothing"
    refused = process.get("/search/", "q=four")
    assert refused.status == 429
    assert "q=four" not in refused.headers.get("location", "")
    other = process.get("/search/", "q=four", REMOTE_ADDR="192.0.2.7")
    assert other.status == 200, "somebody else is not held up"
