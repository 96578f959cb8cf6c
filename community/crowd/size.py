"""How much there is of what in a community of so many posts."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

LEAST_POSTS = 100
YEARS = timedelta(days=3 * 365)
SPACES = 5
BOARDS_A_SPACE = 4
MEAN_REPLIES = 9.0
MOST_REPLIES = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """`long` is the number of posts of the one conversation that everybody writes in."""

    posts: int
    members: int
    long: int
    seed: int
    now: datetime

    @classmethod
    def of(cls, posts: int, *, seed: int, now: datetime) -> "Size":
        if posts < LEAST_POSTS:
            raise ValueError(f"A community has {LEAST_POSTS} posts at least.")
        members = min(max(40, posts // 100), 50_000)
        return cls(posts=posts, members=members, long=posts // 100, seed=seed, now=now)

    @property
    def began(self) -> datetime:
        return self.now - YEARS

    def lengths(self) -> list[int]:
        """How many posts each conversation has, oldest first; together they are `posts`. Most are short, the longest is in the middle."""
        chance = random.Random(f"{self.seed} lengths")  # noqa: S311
        left, found = self.posts - self.long, []
        while left:
            replies = int(chance.expovariate(1 / MEAN_REPLIES))
            found.append(min(1 + min(replies, MOST_REPLIES), left))
            left -= found[-1]
        found.insert(len(found) // 2, self.long)
        return found
