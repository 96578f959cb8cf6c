"""The WebSocket: who may watch what, and that rights taken away are taken at once."""

import asyncio
import json
import time
from datetime import timedelta
from weakref import WeakKeyDictionary

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.test import Client
from django.utils import timezone

from accounts.models import Member, Role, RoleGrant
from core.live import presence, recheck, recheck_member, tell
from core.live.company import company
from core.live.hub import Hub
from core.live.presence import is_here
from core.live.watcher import MOST_SAID, MOST_STREAMS, TOO_MANY, Watcher
from forums import actions
from forums.curating.changing import move_topic
from forums.models import Board
from spaces.models import Membership
from tests.world import deliver_all

_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()
_listening: set[asyncio.Task] = set()


async def hub_here() -> Hub:
    """The hub of this test's event loop; it hears Valkey until the loop ends."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
        task = asyncio.create_task(_hubs[loop].listen())
        _listening.add(task)
        task.add_done_callback(_listening.discard)
    await asyncio.wait_for(_hubs[loop].is_listening(), 5)
    return _hubs[loop]


class Socket:
    """An open page without a network in between: what it is told is kept in order."""

    def __init__(self, hub: Hub, member, session_key: str | None = None) -> None:
        self.told: asyncio.Queue = asyncio.Queue()
        self.watcher = Watcher(hub, self, member, session_key)

    def send(self, told: bytes) -> None:
        head = {126: 4, 127: 10}.get(told[1], 2)
        self.told.put_nowait(json.loads(told[head:]))

    def close(self, code: int) -> None:
        self.told.put_nowait({"closed": code})

    async def say(self, text: str) -> None:
        self.watcher.say(text)

    async def hear(self) -> dict:
        return await asyncio.wait_for(self.told.get(), 5)

    async def hears_nothing(self) -> bool:
        await asyncio.sleep(0.1)
        return self.told.empty()

    async def disconnect(self) -> None:
        await self.watcher.close()


async def connect(member, session_key: str | None = None) -> Socket:
    socket = Socket(await hub_here(), member, session_key)
    assert await socket.watcher.open()
    await socket.watcher.begin()
    if member.is_authenticated:
        assert (await socket.hear())["stream"] == f"member:{member.pk}"
    return socket


async def watch(socket, stream) -> str:
    await socket.say(json.dumps({"watch": stream}))
    return (await socket.hear())["what"]


@sync_to_async
def ask_in(board, author):
    return actions.open_topic(
        author=author, board=board, kind="question", title="A question", source="text"
    )


def test_frames_reach_only_who_may_read(
    transactional_db, board, private_board, visitor, outsider, insider
):
    async def story():
        public, private = await ask_in(board, outsider), await ask_in(private_board, insider)
        reader, member = await connect(visitor), await connect(insider)
        assert await watch(reader, f"topic:{public.pk}") == "watching"
        assert await watch(reader, f"topic:{private.pk}") == "refused"
        assert await watch(member, f"topic:{private.pk}") == "watching"
        await sync_to_async(tell)(f"topic:{private.pk}", "post-created", post=1)
        await sync_to_async(tell)(f"topic:{public.pk}", "post-created", post=2)
        assert await member.hear() == {
            "stream": f"topic:{private.pk}",
            "what": "post-created",
            "post": 1,
        }
        assert await reader.hear() == {
            "stream": f"topic:{public.pk}",
            "what": "post-created",
            "post": 2,
        }
        assert await reader.hears_nothing()
        for socket in (reader, member):
            await socket.disconnect()

    async_to_sync(story)()


def test_others_hear_that_somebody_writes_where_both_may_be(
    transactional_db, board, private_board, member, outsider, insider
):
    async def story():
        topic, private = await ask_in(board, outsider), await ask_in(private_board, insider)
        stream, hidden = f"topic:{topic.pk}", f"topic:{private.pk}"
        writer, reader = await connect(member), await connect(outsider)
        assert await watch(writer, stream) == await watch(reader, stream) == "watching"
        await writer.say(json.dumps({"writing": stream}))
        assert await reader.hear() == {"stream": stream, "what": "writing"}
        assert await sync_to_async(company)(stream) == ({member.pk, outsider.pk}, {member.pk})
        # Not twice in two seconds, and not where they may not be.
        await writer.say(json.dumps({"writing": stream}))
        await reader.say(json.dumps({"writing": hidden}))
        assert await reader.hears_nothing()
        assert await sync_to_async(company)(hidden) == (set(), set())
        await writer.disconnect()
        assert (await sync_to_async(company)(stream))[0] == {outsider.pk}
        await reader.disconnect()

    async_to_sync(story)()


def test_nobody_watches_anothers_stream(transactional_db, member, outsider, visitor):
    async def story():
        socket, nobody = await connect(outsider), await connect(visitor)
        for stream in (
            f"member:{member.pk}",
            "member:x",
            "kettle:1",
            "topic:",
            "topic:99999999999999999999",
        ):
            assert await watch(socket, stream) == "refused", stream
            assert await watch(nobody, stream) == "refused", stream
        await socket.disconnect()
        await nobody.disconnect()

    async_to_sync(story)()


def test_who_loses_the_right_hears_so_and_nothing_more(transactional_db, private_board, insider):
    async def story():
        topic = await ask_in(private_board, insider)
        socket = await connect(insider)
        assert await watch(socket, f"topic:{topic.pk}") == "watching"
        await Membership.objects.filter(member=insider).adelete()
        await sync_to_async(recheck)()
        assert await socket.hear() == {"stream": f"topic:{topic.pk}", "what": "refused"}
        await sync_to_async(tell)(f"topic:{topic.pk}", "post-created", post=1)
        assert await socket.hears_nothing()
        await socket.disconnect()

    async_to_sync(story)()


def test_a_role_taken_away_counts_on_open_sockets(
    transactional_db, private_board, insider, outsider
):
    async def story():
        topic = await ask_in(private_board, insider)
        grant = await RoleGrant.objects.acreate(member=outsider, role=Role.MANAGER)
        socket = await connect(outsider)
        assert await watch(socket, f"topic:{topic.pk}") == "watching"
        await grant.adelete()
        await sync_to_async(recheck)()
        assert (await socket.hear())["what"] == "refused"
        await socket.disconnect()

    async_to_sync(story)()


def test_one_socket_watches_a_bounded_number(transactional_db, board, member):
    async def story():
        topics = [await ask_in(board, member) for _ in range(MOST_STREAMS)]
        socket = await connect(member)
        said = [await watch(socket, f"topic:{topic.pk}") for topic in topics]
        assert said == ["watching"] * (MOST_STREAMS - 1) + ["refused"]
        await socket.disconnect()

    async_to_sync(story)()


def test_presence_ends_with_the_last_page(transactional_db, member):
    async def story():
        first, second = await connect(member), await connect(member)
        assert await sync_to_async(is_here)(member.pk)
        await first.disconnect()
        assert await sync_to_async(is_here)(member.pk)
        await second.disconnect()
        assert not await sync_to_async(is_here)(member.pk)

    async_to_sync(story)()


def test_nonsense_is_answered_and_survived(transactional_db, member):
    async def story():
        socket = await connect(member)
        await socket.say("[1, 2]")
        assert "error" in await socket.hear()
        await socket.say('{"watch": 7}')
        await socket.say("not json")
        assert "error" in await socket.hear()
        await socket.say('{"ping": 1}')
        assert await socket.hear() == {"pong": True}
        await socket.disconnect()

    async_to_sync(story)()


def test_a_page_whose_browser_died_fades_and_holds_no_other(member, monkeypatch):
    now = time.time()
    for page in ("died", "alive"):
        presence.note(member.pk, page)
    monkeypatch.setattr(presence.time, "time", lambda: now + 60)
    presence.note(member.pk, "alive")
    monkeypatch.setattr(presence.time, "time", lambda: now + 100)
    assert is_here(member.pk)
    presence.forget(member.pk, "alive")
    assert not is_here(member.pk)


async def is_closed(socket: Socket) -> bool:
    return "closed" in await socket.hear()


def sign_in(member) -> Client:
    page = Client()
    page.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = page.session
    session["seen_at"] = 0  # long ago: the next page notes it
    session.save()
    page.get("/accounts/email/")
    return page


def test_signing_out_closes_the_pages_of_that_session_alone(transactional_db, brand, member):
    here, there = sign_in(member), sign_in(member)

    async def story():
        mine = await connect(member, here.session.session_key)
        other = await connect(member, there.session.session_key)
        await mine.say(json.dumps({"leave": f"member:{member.pk}"}))
        await sync_to_async(here.post)("/accounts/logout/")
        assert await is_closed(mine)
        assert await other.hears_nothing()
        await other.disconnect()

    async_to_sync(story)()


def test_sessions_ended_elsewhere_close_their_pages(transactional_db, brand, member):
    here, there = sign_in(member), sign_in(member)

    async def story():
        other = await connect(member, there.session.session_key)
        await sync_to_async(here.post)("/accounts/sessions/")
        assert await is_closed(other)

    async_to_sync(story)()


def test_deactivated_member_hears_nothing_more(transactional_db, member):
    async def story():
        page = await sync_to_async(sign_in)(member)
        socket = await connect(member, page.session.session_key)
        await Member.objects.filter(pk=member.pk).aupdate(is_active=False)
        await sync_to_async(recheck_member)(member.pk)
        assert await is_closed(socket)

    async_to_sync(story)()


@pytest.mark.parametrize("limit", ["CHECKED_EVERY_SECONDS", "NEVER_LATER_SECONDS"])
def test_lost_word_of_an_ended_session_costs_a_minute_at_most(
    transactional_db, member, monkeypatch, limit
):
    page = sign_in(member)

    async def story():
        socket = await connect(member, page.session.session_key)
        await sync_to_async(page.session.flush)()
        monkeypatch.setattr(f"core.live.watcher.{limit}", -1)
        if limit == "NEVER_LATER_SECONDS":
            await sync_to_async(tell)(f"member:{member.pk}", "notified")
        else:
            task = asyncio.create_task((await hub_here()).look_after())
        assert await is_closed(socket)
        if limit == "CHECKED_EVERY_SECONDS":
            task.cancel()

    async_to_sync(story)()


def test_a_topic_that_goes_out_of_sight_lets_its_watchers_go(
    transactional_db, space, board, member, outsider, manager
):
    """Moved to a private board, or its first post hidden: no frame more, and the socket says so."""
    closed = Board.objects.create(
        space=space, slug="council", name="Council", kinds=["question"], is_private=True
    )

    async def story():
        moved, hidden = await ask_in(board, member), await ask_in(board, member)
        socket = await connect(outsider)
        for topic in (moved, hidden):
            assert await watch(socket, f"topic:{topic.pk}") == "watching"
        await sync_to_async(move_topic)(by=manager, topic=moved, board=closed, reason="Ours.")
        first = await sync_to_async(hidden.posts.get)()
        await sync_to_async(actions.hide_post)(by=manager, post=first, reason="Rude.")
        await sync_to_async(deliver_all)()
        refused: set[str] = set()
        while refused != {f"topic:{moved.pk}", f"topic:{hidden.pk}"}:
            said = await socket.hear()
            refused |= {said["stream"]} if said["what"] == "refused" else set()
        for topic in (moved, hidden):
            await sync_to_async(tell)(f"topic:{topic.pk}", "post-created", post=1)
        assert await socket.hears_nothing()
        await socket.disconnect()

    async_to_sync(story)()


def test_what_comes_while_rights_are_asked_waits_for_the_answer(
    transactional_db, board, private_board, insider
):
    """A frame behind a change of rights reaches nobody who lost them, and everybody else."""

    async def story():
        topic, private = await ask_in(board, insider), await ask_in(private_board, insider)
        socket = await connect(insider)
        for each in (topic, private):
            assert await watch(socket, f"topic:{each.pk}") == "watching"
        await Membership.objects.filter(member=insider).adelete()
        hub = await hub_here()
        hub.hear({"to": "everyone", "do": "recheck"})
        for each in (topic, private):
            stream = f"topic:{each.pk}"
            hub.hear({"to": stream, "frame": {"stream": stream, "what": "post-created"}})
        assert socket.told.empty()
        assert (await socket.hear()) == {"stream": f"topic:{private.pk}", "what": "refused"}
        assert (await socket.hear())["stream"] == f"topic:{topic.pk}"
        assert await socket.hears_nothing()
        await socket.disconnect()

    async_to_sync(story)()


def test_a_socket_that_asks_without_end_is_closed(transactional_db, board, outsider):
    async def story():
        socket = await connect(outsider)
        for _ in range(MOST_SAID):
            await socket.say('{"leave": "topic:1"}')
        assert await socket.hears_nothing()
        for _ in range(3):
            await socket.say('{"watch": "topic:1"}')
        assert await socket.hear() == {"closed": TOO_MANY}
        assert await socket.hears_nothing()

    async_to_sync(story)()


def test_one_page_too_many_lets_the_oldest_go(transactional_db, member, outsider, monkeypatch):
    monkeypatch.setattr("core.live.watcher.MOST_PAGES", 2)

    async def story():
        await connect(outsider)
        first, second, third = [await connect(member) for _ in range(3)]
        assert await first.hear() == {"closed": TOO_MANY}
        assert await second.hears_nothing()
        assert await third.hears_nothing()

    async_to_sync(story)()


def test_who_is_suspended_is_not_said_to_write(transactional_db, board, member, outsider):
    async def story():
        stream = f"topic:{(await ask_in(board, outsider)).pk}"
        member.suspended_until = timezone.now() + timedelta(days=1)
        writer, reader = await connect(member), await connect(outsider)
        assert await watch(writer, stream) == await watch(reader, stream) == "watching"
        await writer.say(json.dumps({"writing": stream}))
        assert await reader.hears_nothing()
        await writer.disconnect()
        await reader.disconnect()

    async_to_sync(story)()


def test_what_is_nested_without_end_is_answered_as_nonsense(transactional_db, member):
    async def story():
        socket = await connect(member)
        await socket.say("[" * 16_000)
        assert "error" in await socket.hear()
        await socket.say('{"ping": 1}')
        assert await socket.hear() == {"pong": True}
        await socket.disconnect()

    async_to_sync(story)()
