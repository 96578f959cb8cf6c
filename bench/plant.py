"""The work: 200 members, 20 boards, 2,000 topics, 20,000 posts; run inside the house by `manage shell`."""

import json
import random
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core import signing
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from accounts.models import Member
from accounts.privacy import consenting
from accounts.privacy.consenting import Answer
from core.text import cook
from forums.models import Board, Post, Topic
from spaces.models import Brand, Space

MEMBERS, BOARDS, TOPICS, POSTS, LONG = 200, 20, 2_000, 20_000, 200
WORDS = [
    "grinder",
    "burr",
    "kettle",
    "filter",
    "gasket",
    "pressure",
    "shot",
    "water",
    "scale",
    "pump",
    "basket",
    "portafilter",
    "steam",
    "wand",
    "valve",
    "boiler",
    "temperature",
    "dose",
    "yield",
    "roast",
    "bloom",
    "paper",
    "flow",
    "channel",
    "tamp",
    "leak",
    "drip",
    "noise",
    "button",
    "light",
    "fuse",
    "cable",
    "lid",
]


def text(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(words))


def plant(where: str) -> None:
    """Plant everything and write what the load needs (addresses, cookies) as JSON to `where`."""
    chance, now = random.Random(7), timezone.now()  # noqa: S311
    Brand.objects.get_or_create(pk=1, defaults={"name": "Bench"})
    spaces = [Space.objects.create(slug=f"space-{n}", name=f"Space {n}") for n in range(4)]
    boards = [
        Board.objects.create(
            space=spaces[n % 4],
            slug=f"board-{n}",
            name=f"Board {n}",
            kinds=["question", "discussion"],
        )
        for n in range(BOARDS)
    ]
    members = Member.objects.bulk_create(
        Member(handle=f"member-{n}", name=f"Member {n}", email=f"m{n}@mail.example", trust=1)
        for n in range(MEMBERS)
    )
    bodies = [
        cook(source)
        for source in (text(chance, 60) + "\n\n* " + text(chance, 8) for _ in range(50))
    ]
    topics = Topic.objects.bulk_create(
        _topic(n, boards, members, chance, now) for n in range(TOPICS)
    )
    posts = []
    for n, topic in enumerate(topics):
        count = (
            LONG if n == 0 else (POSTS - LONG) // (TOPICS - 1) + (1 if chance.random() < 0.9 else 0)
        )
        topic.last_number, topic.reply_count = count, count - 1
        for number in range(1, count + 1):
            author = topic.author if number == 1 else chance.choice(members)
            posts.append(
                Post(
                    topic=topic,
                    number=number,
                    author=author,
                    source="-",
                    html=chance.choice(bodies),
                )
            )
    Post.objects.bulk_create(posts, batch_size=5_000)
    Topic.objects.bulk_update(topics, ["last_number", "reply_count"], batch_size=2_000)
    call_command("rebuild_search", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    Path(where).write_text(json.dumps(_facts(boards, topics, members, chance)))


def _topic(
    n: int, boards: list[Board], members: list[Member], chance: random.Random, now: object
) -> Topic:
    board = boards[n % BOARDS]
    moment = now - timedelta(minutes=n)  # type: ignore[operator]
    title = text(chance, 6).capitalize()
    return Topic(
        board=board, space=board.space, kind="question", title=title, slug=f"topic-{n}", author=chance.choice(members),
        created_at=moment, bumped_at=moment, answered_at=moment, last_poster=chance.choice(members),
    )  # fmt: skip


def _facts(
    boards: list[Board], topics: list[Topic], members: list[Member], chance: random.Random
) -> dict:
    some = [topics[0], *chance.sample(topics[1:], 299)]
    searches = [f"/search/?q={chance.choice(WORDS)}+{chance.choice(WORDS)}" for _ in range(200)]
    return {
        "home": ["/"],
        "board": [board.get_absolute_url() for board in boards],
        "all_topics": [topic.get_absolute_url() for topic in topics],
        "topic": [topic.get_absolute_url() for topic in some],
        "long_topic": [topics[0].get_absolute_url()],
        "search": searches,
        "bare_list": [f"/list/{board.pk}/" for board in boards],
        "bare_topic": [f"/topic/{topic.pk}/" for topic in some],
        "reply_topics": [topic.pk for topic in some[1:]],
        "cookies": [session_of(member) for member in members],
        "reader": _browser(members[0]),
    }


def _browser(member: Member) -> str:
    """What a browser sends that has been here before: signed in, with a token, its consent answered (for ten minutes)."""
    answered = Answer(member=member.pk, held={}, answered=True)
    consent = signing.dumps(answered, salt=consenting.SALT, compress=True)
    return f"sessionid={session_of(member)}; csrftoken={'a' * 32}; {consenting.COOKIE}={consent}"


def session_of(member: Member) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(member.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = member.get_session_auth_hash()
    store.create()
    return str(store.session_key)
