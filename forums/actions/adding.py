"""The one statement that adds a post to a topic: the topic's columns, and the row.

It writes where the topic and its board still are what the rule was asked about, so that the topic is locked from here to
the commit and no longer; whoever read it before without a lock learns when it is otherwise.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from accounts.models import Member
from core.planned import planned
from forums.models import Post, State, Topic

# What rules.may_reply and slow mode look at: tests/forums/test_reply_at_once.py asks them whether that is all.
OF_TOPIC = (
    "state",
    "closed_at",
    "archived_at",
    "merged_into_id",
    "board_id",
    "space_id",
    "author_id",
)
OF_BOARD = ("archived_at", "is_read_only", "replies_by", "slow_seconds", "space_id")
_STILL = " AND ".join(
    f"{table}.{column} IS NOT DISTINCT FROM %({table}_{column})s"
    for table, columns in (("topic", OF_TOPIC), ("board", OF_BOARD))
    for column in columns
)
# Two may have looked at the clock in the other order than they write: a post is never older than the one before it.
_MOMENT = "greatest(%(now)s::timestamptz, bumped_at + interval '1 microsecond')"
_ADD = f"""
WITH changed AS (
    UPDATE forums_topic topic
    SET last_number = last_number + 1, reply_count = reply_count + 1, bumped_at = {_MOMENT}, last_poster_id = %(author)s,
        answered_at = coalesce(answered_at, CASE WHEN author_id <> %(author)s THEN {_MOMENT} END)
    FROM forums_board board
    WHERE topic.id = %(topic)s AND board.id = topic.board_id AND {_STILL}
        AND NOT EXISTS (SELECT FROM forums_post WHERE author_id = %(author)s AND key = %(key)s::uuid)
    RETURNING last_number, reply_count, answered_at, bumped_at
), added AS (
    INSERT INTO forums_post (topic_id, number, author_id, source, html, is_html, state, key, thanks_count, reply_to_id, created_at)
    SELECT %(topic)s, last_number, %(author)s, %(source)s, %(html)s, false, '{State.VISIBLE.value}', %(key)s::uuid, 0,
        -- what is gone meanwhile is answered no more, and the words are kept
        (SELECT id FROM forums_post WHERE id = %(reply_to)s::bigint AND topic_id = %(topic)s AND state = '{State.VISIBLE.value}'), bumped_at
    FROM changed
    ON CONFLICT (author_id, key) DO NOTHING
    RETURNING id, reply_to_id
)
SELECT added.id, added.reply_to_id, changed.last_number, changed.reply_count, changed.answered_at, changed.bumped_at FROM changed, added
"""  # noqa: S608 (column names of ours)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    author: Member
    source: str
    html: str
    key: uuid.UUID | None = None
    reply_to: int | None = None


def add_reply(topic: Topic, new: Reply, *, now: datetime) -> Post | None:
    """The post, and `topic` with its columns as they are now; None where topic or board are not what is known of them, or
    the key made a post before: the caller then rolls back, for a post sent at once by another may have been counted.
    """
    values = {
        "topic": topic.pk, "author": new.author.pk, "source": new.source, "html": new.html,
        "key": new.key, "reply_to": new.reply_to, "now": now,
    }  # fmt: skip
    values |= {f"topic_{name}": getattr(topic, name) for name in OF_TOPIC}
    values |= {f"board_{name}": getattr(topic.board, name) for name in OF_BOARD}
    rows = planned(_ADD, values)
    if not rows:
        return None
    pk, reply_to, number, count, answered_at, moment = rows[0]
    topic.last_number, topic.reply_count, topic.answered_at = number, count, answered_at
    topic.bumped_at, topic.last_poster = moment, new.author
    post = Post(
        pk=pk, topic=topic, number=number, author=new.author, source=new.source, html=new.html,
        key=new.key, created_at=moment, reply_to_id=reply_to,
    )  # fmt: skip
    post._state.adding, post._state.db = False, connection.alias
    return post
