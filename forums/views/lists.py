"""Lists of topics: of everything, of a space, of a board; another place subclasses TopicListView and says its Scope."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.views import View

from accounts.models import Viewer
from accounts.signed_in import reader_of
from core.addresses import address
from core.compiled import page
from core.pagecache import shows
from core.pages import Page, place
from forums.boards.rules import may_keep_boards, takes_posts
from forums.boards.showing import boards_of
from forums.boards.slow import in_words
from forums.cached import LATEST as SHOWS_LATEST
from forums.cached import PEOPLE, space_lists
from forums.cached import TOP as SHOWS_TOP
from forums.curating.rules import may_pick
from forums.lists.addresses import DEFAULT_PERIOD, Addresses
from forums.lists.kinds import KINDS, LATEST, LISTS, NEW, PERIODS, STATES, TOP, UNREAD, TopicList
from forums.lists.newness import new_since, unread_since
from forums.lists.places import board_at, space_at
from forums.lists.rows import Narrowed, read
from forums.lists.showing import shown, shown_to
from forums.models import ReadingMark, Topic
from forums.queries import spaces_with_boards
from forums.world.facts import absolute

TOPICS_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Scope:
    """What a list is of. `base` is the path that says so; without one, lists are of everything."""

    space: int | None = None
    board: int | None = None
    tag: str = ""
    base: str = ""
    context: dict[str, Any] = field(default_factory=dict)
    """What the page's template needs besides."""


class TopicListView(View):
    """A page of topic rows. Which list: by the address, or ?list= within a place of its own."""

    template_name = "forums/lists/page.jinja"
    topic_list: TopicList = LATEST
    show = "space"  # what rows say of where they belong: space, board, nothing

    def scope(self, request: HttpRequest, **kwargs: Any) -> Scope:
        """The place this page is of. Raises Http404 where the reader may not see it."""
        space, board = request.GET.get("space", ""), request.GET.get("board", "")
        tag = request.GET.get("tag", "")[:100].replace("\0", "")
        if not _is_slug(space) or not _is_slug(board):
            raise Http404("There is no such place.")
        if space and board:
            found = board_at(request.user, space, board)
            return Scope(space=found.space_id, board=found.pk, tag=tag)
        return Scope(space=space_at(request.user, space).pk if space else None, tag=tag)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        topic_list, period = self._asked(request, kwargs)
        if topic_list.is_own and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        scope = self.scope(request, **kwargs)
        self.say_shown(request, topic_list, scope)
        addresses = Addresses(topic_list, period, scope.base, chosen_in(request, scope))
        found, items = self._rows(request, topic_list, narrowed_to(scope, addresses))
        context = {
            "topic_list": topic_list, "rows": found, "items": items, "addresses": addresses,
            "feed_url": _feed(addresses, scope, kwargs), "canonical": absolute(addresses.to()),
            "scope": scope, "state": addresses.chosen.get("state", "all"),
            "show": self.show, "mark": _mark(request), "picks": may_pick(request.user, scope.space), "viewer": reader_of(request), **scope.context,
        }  # fmt: skip
        return page(request, self.template_name, context)

    def say_shown(self, request: HttpRequest, topic_list: TopicList, scope: Scope) -> None:
        """What changes this page where it is kept for visitors."""
        shows(request, *(space_lists(scope.space) if scope.space else (SHOWS_LATEST, PEOPLE)))
        if topic_list is TOP:
            shows(request, SHOWS_TOP)

    def _asked(self, request: HttpRequest, kwargs: dict[str, Any]) -> tuple[TopicList, str]:
        topic_list = self.topic_list
        if topic_list is LATEST and "list" in request.GET:
            topic_list = LISTS.get(request.GET["list"], LATEST)
        if topic_list is not TOP:
            return topic_list, ""
        period = kwargs.get("period") or request.GET.get("period", DEFAULT_PERIOD)
        if period not in PERIODS:
            raise Http404("There is no such time.")
        return topic_list, period

    def _rows(
        self, request: HttpRequest, topic_list: TopicList, narrowed: Narrowed
    ) -> tuple[Page, list[Any]]:
        here = place(Topic, order=topic_list.order, after=request.GET.get("after"))
        viewer, now, values = request.user, timezone.now(), {}
        if topic_list is NEW:
            values["since"] = new_since(viewer, now)  # type: ignore[arg-type]
        elif topic_list is UNREAD:
            values["since"] = unread_since(now)
        found = read(topic_list, viewer, narrowed, here, size=TOPICS_A_PAGE, **values)
        if not viewer.is_authenticated:
            return found, shown(found.items)
        items = shown_to(viewer, found.items, now)
        if topic_list is NEW:  # read a moment ago, and not written down yet
            items = [item for item in items if item.is_new]
        elif topic_list is UNREAD:
            items = [item for item in items if item.news or not item.was_opened]
        return found, items


class SpaceView(TopicListView):
    template_name = "forums/space/page.jinja"
    show = "board"

    def scope(self, request: HttpRequest, **kwargs: Any) -> Scope:
        space = request.space = space_at(request.user, kwargs["space"])  # type: ignore[attr-defined]
        context = {
            "boards": boards_of(request.user, space.pk),
            "may_keep_boards": request.user.is_authenticated
            and bool(may_keep_boards(request.user, space)),
        }
        return Scope(space=space.pk, base=space.get_absolute_url(), context=context)


class BoardView(TopicListView):
    template_name = "forums/board/page.jinja"
    show = "nothing"

    def scope(self, request: HttpRequest, **kwargs: Any) -> Scope:
        board = board_at(request.user, kwargs["space"], kwargs["board"])
        request.space = board.space  # type: ignore[attr-defined]
        context = {
            "board": board, "below": board.rows_below,
            "may_begin": bool(board.kinds) and takes_posts(board), "slow_words": in_words(board.slow_seconds),
        }  # fmt: skip
        return Scope(
            space=board.space_id, board=board.pk, base=board.get_absolute_url(), context=context,
        )  # fmt: skip


class SpacesView(View):
    """All spaces one may enter."""

    def get(self, request: HttpRequest) -> HttpResponse:
        shows(request, SHOWS_LATEST, PEOPLE)
        return render(
            request, "forums/space/index.html", {"spaces": spaces_with_boards(request.user)}
        )


def _is_slug(word: str) -> bool:
    return not word or (len(word) <= 40 and word.replace("-", "").replace("_", "").isalnum())


def chosen_in(request: HttpRequest, scope: Scope) -> dict[str, str]:
    """What narrows the list, out of what may; anything else in the address is left out of it."""
    asked = {name: request.GET.get(name, "") for name in ("kind", "state")}
    chosen = {
        "kind": asked["kind"] if asked["kind"] in KINDS else "",
        "state": asked["state"] if asked["state"] in STATES else "",
    }
    if not scope.base:
        for name in ("space", "board", "tag"):
            chosen[name] = request.GET.get(name, "") if getattr(scope, name) else ""
    return {name: value for name, value in chosen.items() if value}


def narrowed_to(scope: Scope, addresses: Addresses) -> Narrowed:
    return Narrowed(
        scope.space, scope.board, scope.tag,
        addresses.chosen.get("kind", ""), addresses.chosen.get("state", ""), addresses.period,
    )  # fmt: skip


def _feed(addresses: Addresses, scope: Scope, kwargs: dict[str, Any]) -> str:
    """The same list for feed readers; nothing for lists that are each reader's own."""
    if addresses.topic_list.is_own:
        return ""
    asked = {
        "list": addresses.topic_list.key, "period": addresses.period, "space": kwargs.get("space", ""),
        "board": kwargs.get("board", ""), "tag": scope.tag, **addresses.chosen,
    }  # fmt: skip
    words = urlencode({name: value for name, value in asked.items() if value})
    return f"{address('forums:list_feed', 'atom')}?{words}"


def _mark(request: HttpRequest) -> ReadingMark | None:
    """What the reader has just marked as read, with the way back."""
    asked: str = request.GET.get("marked", "")
    viewer: Viewer = request.user
    if not (asked.isdecimal() and len(asked) < 12 and viewer.is_authenticated):
        return None
    return ReadingMark.objects.filter(pk=int(asked), member=viewer.pk, undone_at=None).first()
