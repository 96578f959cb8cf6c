"""A private community shows visitors the way in and what they agree to; everything else is shut, whatever is added."""

import re

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from accounts.entering.entrance import forget_entrance
from accounts.entering.private import is_at_home, is_open
from accounts.models import Entrance
from core.live import recheck
from tests.architecture.test_canary_sweep import MORE, words_in
from tests.core.test_watch_live import Socket, connect, hub_here
from tests.world import World, addresses, signed_in, url_names, world  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.timeout(600)]
OPEN_WORDS = {"open", "openreply"}
PAGE = {"Accept": "text/html,application/xhtml+xml"}


def set_private(is_private: bool) -> None:
    Entrance.objects.update_or_create(pk=1, defaults={"is_private": is_private})
    forget_entrance()


@pytest.fixture
def private(db) -> None:
    set_private(True)


def test_visitors_read_nothing_but_the_list(world: World, private):  # noqa: F811
    open_anyway, leaks = set(), []
    for name in url_names():
        for address in addresses(world, name):
            for headers in ({}, PAGE, {**PAGE, "HX-Request": "true"}):
                answer = Client(raise_request_exception=False).get(address, headers=headers)
                # Their signed address is the right.
                if answer.status_code == 200 and not name.startswith("support:follow"):
                    open_anyway.add(name)
                    if re.search(rb"zq[a-z]+xk", answer.content):
                        leaks.append(address)
            if not is_open(name):
                posted = Client(raise_request_exception=False).post(address, {})
                assert posted.status_code in (403, 404, 405), (name, posted.status_code)
    assert {name for name in open_anyway if not is_open(name)} == set()
    assert leaks == []
    # What is open is little: a line added here is a decision.
    assert {name for name in open_anyway if ":" in name} <= {
        "accounts:invitation", "accounts:privacy", "governance:policies", "governance:policy",
        "governance:policy_comparison", "governance:policy_history", "governance:version", "notifications:unsubscribe", "spaces:brand_look",
    }  # fmt: skip


def test_not_even_what_is_public_otherwise(world: World, private):  # noqa: F811
    """Words of open conversations count as secrets here."""
    for address in [
        "/",
        *MORE,
        *addresses(world, "forums:topic"),
        *addresses(world, "content:feed"),
    ]:
        answer = Client(raise_request_exception=False).get(address)
        assert answer.status_code in (403, 404)
        assert not words_in(answer) & OPEN_WORDS
        assert b"Fennimore" not in answer.content


def test_a_page_leads_to_sign_in_and_back(client, private, brand):
    answer = client.get("/policies/../?q=1", headers=PAGE)
    answer = client.get("/search/?q=grinder", headers=PAGE)
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=%2Fsearch%2F%3Fq%3Dgrinder"
    assert client.get("/accounts/login/", headers=PAGE).status_code == 200


def test_what_is_no_page_is_refused(client, private, brand):
    for headers in ({}, {"Accept": "application/rss+xml"}, {**PAGE, "HX-Request": "true"}):
        answer = client.get("/articles/feed/", headers=headers)
        assert answer.status_code in (403, 404)


def test_members_read_as_always(world: World, private):  # noqa: F811
    assert signed_in(world.member).get("/", headers=PAGE).status_code == 200


def test_health_is_told(client, private):
    assert client.get("/healthz").status_code == 200


def test_visitors_get_no_socket(transactional_db, member):
    set_private(True)
    assert not is_at_home(AnonymousUser())
    assert not is_at_home(None)

    async def is_let_in(person) -> bool:
        return await Socket(await hub_here(), person).watcher.open()

    assert not async_to_sync(is_let_in)(AnonymousUser())
    assert async_to_sync(is_let_in)(member)


def test_a_socket_opened_before_is_closed(transactional_db):
    async def story() -> dict:
        socket = await connect(AnonymousUser())
        await sync_to_async(set_private)(True)
        await sync_to_async(recheck)()
        return await socket.hear()

    assert async_to_sync(story)()["closed"] == 4403


def test_it_opens_again(client, brand, private):
    set_private(False)
    assert client.get("/").status_code == 200
