"""Posts behind a figure, quoted as far as their reader may read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Viewer
from analytics.queries import masked
from core.html import plain_text
from forums.models import Post

WORDS = 280


@dataclass(frozen=True, slots=True)
class Quote:
    """Without `url` it stands where the reader may not read: then nothing but the time is said."""

    title: str
    url: str
    words: str
    by: str
    at: datetime


def quotes(posts: Sequence[Post], viewer: Viewer) -> list[Quote]:
    """One query besides the posts' own."""
    seen = Post.objects.visible_to(viewer).filter(pk__in=[post.pk for post in posts])
    known = {post.pk: post for post in seen.select_related("topic", "author")}
    found = []
    for post in posts:
        read = known.get(post.pk)
        if read is None:
            found.append(Quote(masked().title, "", "", "", post.created_at))
        else:
            words = plain_text(read.html, WORDS)
            url = read.get_absolute_url()
            found.append(Quote(read.topic.title, url, words, read.author.name, post.created_at))
    return found
