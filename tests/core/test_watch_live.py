"""The WebSocket: who may watch what, and that rights taken away are taken at once."""

import json
import time
from datetime import timedelta

from asgiref.sync import async_to_sync, sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.utils import timezone

from accounts.models import Member, Role, RoleGrant
from core.live import presence, recheck, recheck_member, tell
from core.live.company import company
from core.live.consumer import MOST_SAID, MOST_STREAMS, TOO_MANY, LiveConsumer
from core.live.presence import is_here
from forums import actions
from forums.curating.changing import move_topic
from forums.models import Board
from spaces.models import Membership
from tests.world import deliver_all


class Socket(ApplicationCommunicator):
    """A WebSocket as Channels' own test helper speaks it, which would want a second server installed."""

    async def say(self, text: str) -> None:
        await self.send_input({"type": "websocket.receive", "text": text})

    async def hear(self) -> dict:
        message = await self.receive_output(timeout=5)
        assert message["type"] == "websocket.send", message
        return json.loads(message["text"])

    async def disconnect(self) -> None:
        await self.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wait(timeout=5)


async def connect(member) -> Socket:
    socket = Socket(LiveConsumer.as_asgi(), {"type": "websocket", "path": "/live/", "user": member})
    await socket.send_input({"type": "websocket.connect"})
    assert (await socket.receive_output(timeout=5))["type"] == "websocket.accept"
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
        assert await reader.receive_nothing()
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
        assert await reader.receive_nothing()
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
        assert await socket.receive_nothing()
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
        async_to_sync(presence.arrive)(member.pk, page)
    monkeypatch.setattr(presence.time, "time", lambda: now + 60)
    async_to_sync(presence.arrive)(member.pk, "alive")
    monkeypatch.setattr(presence.time, "time", lambda: now + 100)
    assert is_here(member.pk)
    async_to_sync(presence.leave)(member.pk, "alive")
    assert not is_here(member.pk)


async def connect_in(session_key: str, member) -> Socket:
    """A socket as it stands behind AuthMiddlewareStack: with the session of its page."""
    scope = {
        "type": "websocket", "path": "/live/", "user": member, "session": SessionStore(session_key)
    }  # fmt: skip
    socket = Socket(LiveConsumer.as_asgi(), scope)
    await socket.send_input({"type": "websocket.connect"})
    assert (await socket.receive_output(timeout=5))["type"] == "websocket.accept"
    assert (await socket.hear())["stream"] == f"member:{member.pk}"
    return socket


async def is_closed(socket: Socket) -> bool:
    return (await socket.receive_output(timeout=5))["type"] == "websocket.close"


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
        mine = await connect_in(here.session.session_key, member)
        other = await connect_in(there.session.session_key, member)
        await mine.say(json.dumps({"leave": f"member:{member.pk}"}))
        await sync_to_async(here.post)("/accounts/logout/")
        assert await is_closed(mine)
        assert await other.receive_nothing()
        await other.disconnect()

    async_to_sync(story)()


def test_sessions_ended_elsewhere_close_their_pages(transactional_db, brand, member):
    here, there = sign_in(member), sign_in(member)

    async def story():
        other = await connect_in(there.session.session_key, member)
        await sync_to_async(here.post)("/accounts/sessions/")
        assert await is_closed(other)

    async_to_sync(story)()


def test_deactivated_member_hears_nothing_more(transactional_db, member):
    async def story():
        socket = await connect_in(
            (await sync_to_async(sign_in)(member)).session.session_key, member
        )
        await Member.objects.filter(pk=member.pk).aupdate(is_active=False)
        await sync_to_async(recheck_member)(member.pk)
        assert await is_closed(socket)

    async_to_sync(story)()


def test_lost_word_of_an_ended_session_costs_a_minute_at_most(
    transactional_db, member, monkeypatch
):
    page = sign_in(member)

    async def story():
        socket = await connect_in(page.session.session_key, member)
        await sync_to_async(page.session.flush)()
        monkeypatch.setattr("core.live.consumer.CHECKED_EVERY_SECONDS", -1)
        await sync_to_async(tell)(f"member:{member.pk}", "notified")
        assert await is_closed(socket)

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
        heard = [await socket.hear() for _ in range(4)]
        refused = {each["stream"] for each in heard if each["what"] == "refused"}
        assert refused == {f"topic:{moved.pk}", f"topic:{hidden.pk}"}
        for topic in (moved, hidden):
            await sync_to_async(tell)(f"topic:{topic.pk}", "post-created", post=1)
        assert await socket.receive_nothing()
        await socket.disconnect()

    async_to_sync(story)()


def test_a_socket_that_asks_without_end_is_closed(transactional_db, board, outsider):
    async def story():
        socket = await connect(outsider)
        for _ in range(MOST_SAID):
            await socket.say('{"leave": "topic:1"}')
        assert await socket.receive_nothing()
        for _ in range(3):
            await socket.say('{"watch": "topic:1"}')
        closed = await socket.receive_output(timeout=5)
        assert (closed["type"], closed["code"]) == ("websocket.close", TOO_MANY)
        assert await socket.receive_nothing()

    async_to_sync(story)()


def test_who_is_suspended_is_not_said_to_write(transactional_db, board, member, outsider):
    async def story():
        stream = f"topic:{(await ask_in(board, outsider)).pk}"
        member.suspended_until = timezone.now() + timedelta(days=1)
        writer, reader = await connect(member), await connect(outsider)
        assert await watch(writer, stream) == await watch(reader, stream) == "watching"
        await writer.say(json.dumps({"writing": stream}))
        assert await reader.receive_nothing()
        await writer.disconnect()
        await reader.disconnect()

    async_to_sync(story)()
