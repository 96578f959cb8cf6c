"""What is said where and when, by whom, and what comes of it: one conversation after the other, oldest first."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from taggit.models import Tag

from community.crowd.places import Crowd
from community.crowd.size import YEARS, Size
from community.crowd.words import Words
from forums.actions.open_topic import slug_of
from forums.models import Board, State, Topic
from spaces.models import Space
from spaces.reactions import THANKS

GAP = timedelta(hours=8)
LONG_GAP = timedelta(days=30)
REACTIONS = [THANKS, THANKS, THANKS, "up", "idea"]
MOST_REACTIONS, MOST_WANTED, MOST_LURKERS = 12, 30, 4


@dataclass(slots=True)
class Said:
    """One post."""

    id: int
    number: int
    author_id: int
    at: datetime
    source: str
    html: str
    plain: str
    state: str = State.VISIBLE
    reactions: dict[int, str] = field(default_factory=dict)
    reply_to: int | None = None
    edited_at: datetime | None = None

    @property
    def is_shown(self) -> bool:
        return self.state == State.VISIBLE


@dataclass(slots=True)
class Conversation:
    topic: Topic
    posts: list[Said]
    tags: list[Tag]
    solution: Said | None = None
    wanted_by: list[int] = field(default_factory=list)
    positions: dict[int, int] = field(default_factory=dict)

    @property
    def is_shown(self) -> bool:
        return self.topic.state == State.VISIBLE

    @property
    def shown_replies(self) -> list[Said]:
        return [each for each in self.posts[1:] if each.is_shown]


class Talk:
    """Everything that is said in a community of this size."""

    def __init__(
        self, size: Size, crowd: Crowd, boards: list[Board], tags: list[Tag], words: Words
    ) -> None:
        self.size, self.crowd, self.words, self.tags, self.boards = size, crowd, words, tags, boards
        self.chance = random.Random(f"{size.seed} talk")  # noqa: S311
        self.weights = [1 / (1 + n) ** 0.5 for n in range(len(boards))]
        self.lengths = size.lengths()
        self.longest, self.first = (len(self.lengths) - 1) // 2, 0

    def conversations(self, topic_ids: range, post_ids: range) -> Iterator[Conversation]:
        self.first, numbers = post_ids[0], iter(post_ids)
        for n, (pk, count) in enumerate(zip(topic_ids, self.lengths, strict=True)):
            began = self.size.began + YEARS * ((n + self.chance.random()) / len(self.lengths))
            ids = [next(numbers) for _ in range(count)]
            yield self._conversation(pk, began, ids, goes_on=n == self.longest)

    def _conversation(
        self, pk: int, began: datetime, post_ids: list[int], *, goes_on: bool
    ) -> Conversation:
        chance = self.chance
        board = chance.choices(self.boards, self.weights)[0]
        is_open = not board.is_private and board.space.visibility == Space.Visibility.PUBLIC
        kind = chance.choices(["question", "discussion", "idea"], [6, 3, 1])[0]
        title = self.words.title(chance)
        posts = self._posts(began, post_ids, is_open, goes_on)
        tags = {
            self.tags[int(len(self.tags) * chance.random() ** 3)]
            for _ in range(chance.choice([0, 1, 1, 2, 3]))
        }
        topic = Topic(
            pk=pk, board=board, space=board.space, kind=kind, title=title, slug=slug_of(title),
            author_id=posts[0].author_id, created_at=began, last_number=len(posts),
            tag_names=sorted(tag.name for tag in tags), view_count=int(len(posts) * chance.expovariate(1 / 30)),
        )  # fmt: skip
        made = Conversation(topic, posts, sorted(tags, key=lambda tag: tag.name))
        self._lose_some(made)
        self._solve(made)
        self._want(made, is_open)
        settle(made)
        self._read(made, is_open)
        if chance.random() < 0.02 and topic.bumped_at < self.size.now - timedelta(days=60):
            topic.closed_at = topic.curated_at = topic.bumped_at + timedelta(days=30)
        return made

    def _posts(self, at: datetime, post_ids: list[int], is_open: bool, goes_on: bool) -> list[Said]:
        chance = self.chance
        posts: list[Said] = []
        mean = self._gap(at, len(post_ids), goes_on)
        for number, pk in enumerate(post_ids, 1):
            author = self._author(posts, is_open)
            said = Said(pk, number, author, at, *self.words.post(chance, pk - self.first))
            if number > 2 and chance.random() < 0.3:
                said.reply_to = posts[int((number - 1) * chance.random())].id
            if chance.random() < 0.02:
                said.edited_at = min(at + timedelta(minutes=20), self.size.now)
            self._react(said, is_open)
            posts.append(said)
            at = min(at + mean * chance.expovariate(1), self.size.now)
        return posts

    def _gap(self, began: datetime, count: int, goes_on: bool) -> timedelta:
        """Most are over in days; some wake up again, and one goes on to this day."""
        left = (self.size.now - began) / (count + 1)
        if goes_on:
            return left
        return min(LONG_GAP if self.chance.random() < 0.03 else GAP, left)

    def _author(self, before: list[Said], is_open: bool) -> int:
        """Who is talking already goes on talking: whoever began, and the others."""
        drawn = self.chance.random()
        if before and drawn < 0.2:
            return before[0].author_id
        if len(before) > 1 and drawn < 0.5:
            return before[int(len(before) * self.chance.random())].author_id
        return self.crowd.somebody(self.chance, is_open)

    def _react(self, said: Said, is_open: bool) -> None:
        if self.chance.random() < 0.2:
            for _ in range(min(1 + int(self.chance.expovariate(1)), MOST_REACTIONS)):
                who = self.crowd.somebody(self.chance, is_open)
                if who != said.author_id:
                    said.reactions[who] = REACTIONS[int(len(REACTIONS) * self.chance.random())]

    def _lose_some(self, made: Conversation) -> None:
        """A few posts are deleted by their authors, fewer hidden; with the first one the whole conversation is."""
        for said in made.posts:
            drawn = self.chance.random()
            if drawn < 0.006:
                said.state = State.DELETED if drawn < 0.004 else State.HIDDEN

    def _solve(self, made: Conversation) -> None:
        topic = made.topic
        answers = [each for each in made.shown_replies if each.author_id != topic.author_id]
        if topic.is_question and answers and self.chance.random() < 0.6:
            made.solution = self.chance.choice(answers)
            topic.solved_at = min(made.solution.at + timedelta(hours=2), self.size.now)

    def _want(self, made: Conversation, is_open: bool) -> None:
        """Votes of ideas, and members with the same question."""
        mean = {"idea": 6, "question": 1}.get(made.topic.kind)
        if mean:
            count = min(int(self.chance.expovariate(1 / mean)), MOST_WANTED)
            wanted = {self.crowd.somebody(self.chance, is_open) for _ in range(count)}
            made.wanted_by = sorted(wanted - {made.topic.author_id})

    def _read(self, made: Conversation, is_open: bool) -> None:
        """Who wrote has read as far as that, or to the end; some only read."""
        last = made.topic.last_number
        for said in made.posts:
            made.positions[said.author_id] = said.number
        for who, number in made.positions.items():
            if self.chance.random() < 0.6:
                made.positions[who] = last
            elif number < last:
                made.positions[who] = self.chance.randint(number, last)
        for _ in range(self.chance.randint(0, MOST_LURKERS)):
            who = self.crowd.somebody(self.chance, is_open)
            made.positions.setdefault(who, self.chance.randint(1, last))


def settle(made: Conversation) -> None:
    """What forums.actions.recount says of such posts; a test holds them equal."""
    topic, replies = made.topic, made.shown_replies
    newest = max(replies, key=lambda each: (each.at, each.number), default=made.posts[0])
    topic.state = made.posts[0].state
    topic.reply_count = len(replies)
    topic.answered_at = min(
        (each.at for each in replies if each.author_id != topic.author_id), default=None
    )
    topic.bumped_at = newest.at
    topic.last_poster_id = newest.author_id
    topic.vote_count = len(made.wanted_by) if topic.kind == Topic.Kind.IDEA else 0
    topic.me_too_count = len(made.wanted_by) if topic.is_question else 0
