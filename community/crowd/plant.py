"""Planting a community: people and places, what they say, and what the clock makes of it."""

import random
from collections.abc import Callable, Iterator
from itertools import islice
from time import monotonic

from django.db import transaction

from accounts.models import Member
from community.crowd import heavy
from community.crowd.places import name_tags, open_boards, settle
from community.crowd.rows import LARGE, write
from community.crowd.size import Size
from community.crowd.talk import Conversation, Talk
from community.crowd.words import Words
from core.copying import take_ids
from core.pagecache import changed
from core.pagecache.versions import SITE
from forums.actions.kinds.noise import measure_voices
from forums.models import Post, Topic, TopicScore
from forums.reading.scores import score_topics
from search.engine import FOUND
from spaces.models import Space

AT_ONCE = 4_000  # conversations
Told = Callable[[str], None]


class NotEmpty(Exception):
    """There is a community already."""


def plant(size: Size, *, into_existing: bool = False, told: Told = lambda words: None) -> None:
    """All of it or nothing. Raises NotEmpty where people or places are and nobody said that they may get company."""
    if not into_existing and (Member.objects.exists() or Space.objects.exists()):
        raise NotEmpty
    with transaction.atomic():
        heavy.patience()
        heavy.alone([Member, *LARGE])
        _plant(size, told)
    told("vacuuming and analysing")
    heavy.tidy([Member, *LARGE])
    told("reckoning what is on top")
    _reckon()


def _plant(size: Size, told: Told) -> None:
    words = Words(random.Random(f"{size.seed} words"), size.posts)  # noqa: S311
    crowd = settle(size)
    talk = Talk(size, crowd, open_boards(crowd), name_tags(words.tags), words)
    told(f"{size.members} members")
    topics, posts = take_ids(Topic, len(talk.lengths)), take_ids(Post, size.posts)
    with heavy.set_aside(LARGE):
        began, done = monotonic(), 0
        for some in _batches(talk.conversations(topics, posts)):
            write(some, crowd, size.now)
            done += sum(len(each.posts) for each in some)
            told(f"{done} posts of {size.posts}, {monotonic() - began:.0f} s")
        told("building indexes, checking constraints")
    measure_voices()


def _batches(conversations: Iterator[Conversation]) -> Iterator[list[Conversation]]:
    while some := list(islice(conversations, AT_ONCE)):
        yield some


def _reckon() -> None:
    """What the clock would bring in its own time, and what processes remember."""
    with transaction.atomic():
        heavy.patience()
        for period in TopicScore.Period:
            score_topics(period=period)
    heavy.tidy([TopicScore])
    for name in (SITE, FOUND):
        changed(name)
