"""Every list, and every topic, as Atom and as JSON Feed: what a visitor may read, whoever asks."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.views import View

from core.html import plain_text
from core.pagecache import shows
from forums.cached import topic_names
from forums.lists.addresses import Addresses
from forums.lists.rows import topic_path
from forums.models import Post, State
from forums.post_rows import COLUMNS, post_rows
from forums.reading.places import POSTS_A_PAGE
from forums.showing import readable_topic, topic_state
from forums.views.lists import TopicListView, chosen_in, narrowed_to
from forums.world.facts import absolute
from spaces.models import Space

TYPES = {"atom": "application/atom+xml; charset=utf-8", "json": "application/feed+json"}
SUMMARY_CHARS = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of a feed."""

    title: str
    url: str
    author: str
    summary: str
    created_at: datetime
    updated_at: datetime
    tags: tuple[str, ...] = ()


def printable(text: str) -> str:
    """XML has no place for control characters."""
    return "".join(char for char in text if char.isprintable())


def answer(
    form: str, *, title: str, page: str, here: str, entries: Iterable[Entry]
) -> HttpResponse:
    write = _atom if form == "atom" else _json
    return HttpResponse(
        write(printable(title), page, here, list(entries)), content_type=TYPES[form]
    )


def _atom(title: str, page: str, here: str, entries: list[Entry]) -> str:
    feed = Atom1Feed(
        title=title, link=page, description="", feed_url=here, language=settings.LANGUAGE_CODE
    )
    for each in entries:
        feed.add_item(
            title=printable(each.title), link=each.url, description=printable(each.summary),
            author_name=printable(each.author), pubdate=each.created_at, updateddate=each.updated_at,
            unique_id=each.url, categories=[printable(tag) for tag in each.tags],
        )  # fmt: skip
    return feed.writeString("utf-8")


def _json(title: str, page: str, here: str, entries: list[Entry]) -> str:
    """https://www.jsonfeed.org/version/1.1/"""
    items: list[dict[str, Any]] = [
        {
            "id": each.url, "url": each.url, "title": each.title, "content_text": each.summary,
            "date_published": each.created_at.isoformat(), "date_modified": each.updated_at.isoformat(),
            "authors": [{"name": each.author}], "tags": list(each.tags),
        }
        for each in entries
    ]  # fmt: skip
    feed = {
        "version": "https://jsonfeed.org/version/1.1", "title": title, "home_page_url": page,
        "feed_url": here, "items": items,
    }  # fmt: skip
    return json.dumps(feed)


class TopicListFeedView(TopicListView):
    """/feeds/topics.atom?list=top&space=machines: the same words in the address as the list's own page."""

    def get(self, request: HttpRequest, form: str = "atom", **kwargs: Any) -> HttpResponse:
        request.user = AnonymousUser()
        topic_list, period = self._asked(request, kwargs)
        if topic_list.is_own:
            raise Http404("This list is each reader's own.")
        scope = self.scope(request, **kwargs)
        if scope.space:
            request.space = Space.objects.get(pk=scope.space)  # type: ignore[attr-defined]
        self.say_shown(request, topic_list, scope)
        addresses = Addresses(topic_list, period, scope.base, chosen_in(request, scope))
        _page, items = self._rows(request, topic_list, narrowed_to(scope, addresses))
        words = dict(
            Post.objects.filter(
                topic__in=[item.row.id for item in items], number=1, state=State.VISIBLE
            ).values_list("topic", "html")
        )
        entries = [
            Entry(
                row.title, absolute(topic_path(row.id, row.slug)), row.author_name or row.author_handle,
                plain_text(words.get(row.id, ""), SUMMARY_CHARS), row.created_at, row.bumped_at,
                tuple(item.tags),
            )
            for item in items
            for row in [item.row]
        ]  # fmt: skip
        title = f"{topic_list.title} · {request.brand.name}"  # type: ignore[attr-defined]
        return answer(
            form, title=title, page=absolute(addresses.to()), here=absolute(request.get_full_path()),
            entries=entries,
        )  # fmt: skip


class TopicFeedView(View):
    """The newest posts of a topic."""

    def get(self, request: HttpRequest, topic_id: int, form: str) -> HttpResponse:
        nobody = AnonymousUser()
        topic = readable_topic(nobody, topic_id)
        if topic is None:
            raise Http404("There is no such conversation.")
        request.space = topic.space  # type: ignore[attr-defined]
        newest = Post.objects.readable_in(topic, nobody).order_by("-number")
        rows = post_rows(newest.values_list(*COLUMNS)[:POSTS_A_PAGE])
        shows(request, *topic_names(topic, topic_state(nobody, topic, rows)))
        entries = [
            Entry(
                topic.title, absolute(f"/p/{row.pk}/"), str(row.author), plain_text(row.html, SUMMARY_CHARS),
                row.created_at, row.edited_at or row.created_at,
            )
            for row in rows
        ]  # fmt: skip
        title = f"{topic.title} · {request.brand.name}"  # type: ignore[attr-defined]
        page = absolute(topic.get_absolute_url())
        return answer(form, title=title, page=page, here=absolute(request.path), entries=entries)
