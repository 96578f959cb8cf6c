"""Lists of topics: of everything, of a space, of a board, of a member."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views import View

from core.pagecache import shows
from core.pages import page
from forums.cached import LATEST, PEOPLE, space_lists
from forums.models import Board, Topic
from forums.queries import spaces_with_boards, topic_rows
from spaces.models import Space

TOPICS_A_PAGE = 30
STATES = ("all", "unanswered", "solved")


def _in_state(topics: QuerySet[Topic], state: str) -> QuerySet[Topic]:
    if state == "unanswered":
        return topics.awaiting_answer()  # type: ignore[attr-defined]
    if state == "solved":
        return topics.filter(solved_at__isnull=False)
    return topics


class TopicListView(View):
    """A page of topic rows, newest activity first, over whatever `topics()` of a subclass gives."""

    template_name = "forums/lists/page.html"

    def topics(self, request: HttpRequest, **kwargs: Any) -> tuple[QuerySet[Topic], dict[str, Any]]:
        shows(request, LATEST, PEOPLE)
        return Topic.objects.visible_to(request.user), {}

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        topics, context = self.topics(request, **kwargs)
        state = request.GET.get("state", "all")
        state = state if state in STATES else "all"
        found = page(
            topic_rows(_in_state(topics, state)),
            order=("-bumped_at", "-id"),
            after=request.GET.get("after"),
            size=TOPICS_A_PAGE,
        )
        return render(request, self.template_name, {"page": found, "state": state, **context})


class SpaceView(TopicListView):
    template_name = "forums/space/page.html"

    def topics(self, request: HttpRequest, **kwargs: Any) -> tuple[QuerySet[Topic], dict[str, Any]]:
        spaces = Space.objects.visible_to(request.user).select_related("leader")
        space = request.space = get_object_or_404(spaces, slug=kwargs["space"])  # type: ignore[attr-defined]
        shows(request, *space_lists(space.pk))
        topics = Topic.objects.visible_to(request.user).filter(space=space)
        boards = Board.objects.visible_to(request.user).listed()
        return topics, {"boards": list(boards.filter(space=space))}


class BoardView(TopicListView):
    template_name = "forums/board/page.html"

    def topics(self, request: HttpRequest, **kwargs: Any) -> tuple[QuerySet[Topic], dict[str, Any]]:
        boards = Board.objects.visible_to(request.user).select_related("space")
        board = get_object_or_404(boards, space__slug=kwargs["space"], slug=kwargs["board"])
        request.space = board.space  # type: ignore[attr-defined]
        shows(request, *space_lists(board.space_id))
        return Topic.objects.visible_to(request.user).filter(board=board), {"board": board}


class SpacesView(View):
    """All spaces one may enter."""

    def get(self, request: HttpRequest) -> HttpResponse:
        shows(request, LATEST, PEOPLE)
        return render(
            request, "forums/space/index.html", {"spaces": spaces_with_boards(request.user)}
        )
