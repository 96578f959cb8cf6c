"""Reads the articles kept as Markdown in `articles/`, with the comments under each."""

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

from community.demo.conversations import Reply, moment, read_facts, read_replies

ARTICLES = Path(__file__).parent / "articles"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    slug: str
    title: str
    standfirst: str
    text: str
    by: str
    space: str
    ago: timedelta
    updated: timedelta
    likes: int
    shape: str
    tags: tuple[str, ...]
    comments: tuple[Reply, ...]

    @property
    def warm(self) -> bool:
        return self.space == "home-espresso"


def _comments() -> dict[str, list[str]]:
    whole = (ARTICLES / "discussions.md").read_text(encoding="utf-8")
    found = {}
    for chunk in re.split(r"^# ", whole, flags=re.MULTILINE)[1:]:
        slug, _, rest = chunk.partition("\n")
        found[slug.strip()] = re.split(r"^--- ", rest, flags=re.MULTILINE)[1:]
    return found


def _article(path: Path, comments: list[str]) -> Article:
    title, facts, standfirst, text = path.read_text(encoding="utf-8").split("\n", 3)
    by, space, days, clock, *words = facts.removeprefix("::").split()
    named, _ = read_facts(words)
    ago = moment(days, clock)
    return Article(
        slug=path.stem,
        title=title.removeprefix("# ").strip(),
        standfirst=standfirst.removeprefix("::").strip(),
        text=text.strip(),
        by=by,
        space=space,
        ago=ago,
        updated=moment(f"{named['updated']}d", "12:00") if "updated" in named else ago,
        likes=int(named.get("likes", 0)),
        shape=named["shape"],
        tags=tuple(tag.replace("-", " ") for tag in named.get("tags", "").split(",") if tag),
        comments=read_replies(comments, ago),
    )


@cache
def articles() -> tuple[Article, ...]:
    """All of them, oldest first."""
    comments = _comments()
    found = [
        _article(path, comments.get(path.stem, []))
        for path in sorted(ARTICLES.glob("*.md"))
        if path.stem != "discussions"
    ]
    return tuple(sorted(found, key=lambda article: -article.ago))
