"""The pages on which a space's boards are kept: by administrators, and by managers of the space."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.signed_in import signed_in
from core.rules import NotAllowed, demand
from forums.boards import keeping
from forums.boards.forms import BoardForm, ReaderForm, ReasonForm
from forums.boards.rules import may_keep_boards
from forums.models import Board, BoardAccess, BoardChange
from spaces.models import Space

RECORD_LINES = 50


class KeepersView(LoginRequiredMixin, View):
    """The space is there for those who see it (404), and kept by its keepers (403)."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            self.space = get_object_or_404(
                Space.objects.visible_to(request.user), slug=kwargs["space"]
            )
            request.space = self.space  # type: ignore[attr-defined]
            demand(may_keep_boards(request.user, self.space))
        return super().dispatch(request, *args, **kwargs)

    def board(self, slug: str) -> Board:
        boards = Board.objects.visible_to(self.request.user).filter(space=self.space)
        return get_object_or_404(boards.select_related("parent", "space"), slug=slug)

    def show(self, name: str, status: int = 200, **context: Any) -> HttpResponse:
        context |= {"space": self.space, "url_args": [self.space.slug]}
        return render(self.request, f"forums/boards/{name}.html", context, status=status)


class BoardsView(KeepersView):
    """A space's boards in their order, with those that are archived, and the record. POST: one up or down."""

    def get(self, request: HttpRequest, space: str) -> HttpResponse:
        boards = list(Board.objects.visible_to(request.user).filter(space=self.space))
        listed = [each for each in boards if not each.archived_at]
        below: dict[int, list[Board]] = {}
        for each in listed:
            if each.parent_id:
                below.setdefault(each.parent_id, []).append(each)
        rows = [(each, below.pop(each.pk, [])) for each in listed if not each.parent_id]
        rows += [(each, []) for left in below.values() for each in left]  # their parent is archived
        changes = BoardChange.objects.filter(space=self.space).select_related("by", "board")
        return self.show(
            "list", rows=rows, archived=[each for each in boards if each.archived_at],
            record=changes.order_by("-at", "-pk")[:RECORD_LINES],
        )  # fmt: skip

    def post(self, request: HttpRequest, space: str) -> HttpResponseBase:
        board = self.board(request.POST.get("board", ""))
        places = 1 if request.POST.get("to") == "down" else -1
        keeping.move_board(by=signed_in(request), board=board, places=places)
        return redirect("forums:boards", self.space.slug)


class BoardNewView(KeepersView):
    def get(self, request: HttpRequest, space: str) -> HttpResponse:
        return self.show(
            "edit", form=BoardForm(space=self.space, initial={"kinds": ["question", "discussion"]})
        )

    def post(self, request: HttpRequest, space: str) -> HttpResponseBase:
        form = BoardForm(request.POST, space=self.space)
        if not form.is_valid():
            return self.show("edit", form=form, status=422)
        reason = form.cleaned_data["reason"]
        board = keeping.make_board(
            by=signed_in(request), space=self.space, reason=reason, **form.settings()
        )
        messages.success(request, _("The board is there."))
        if board.is_private:
            return redirect("forums:board_readers", self.space.slug, board.slug)
        return redirect("forums:boards", self.space.slug)


class BoardEditView(KeepersView):
    def get(self, request: HttpRequest, space: str, board: str) -> HttpResponse:
        found = self.board(board)
        return self.page(found, BoardForm(instance=found, space=self.space))

    def post(self, request: HttpRequest, space: str, board: str) -> HttpResponseBase:
        found = self.board(board)
        form = BoardForm(request.POST, instance=self.board(board), space=self.space)
        if not form.is_valid():
            return self.page(found, form, status=422)
        reason = form.cleaned_data["reason"]
        keeping.change_board(by=signed_in(request), board=found, reason=reason, **form.settings())
        messages.success(request, _("Saved."))
        return redirect("forums:boards", self.space.slug)

    def page(self, board: Board, form: BoardForm, status: int = 200) -> HttpResponse:
        is_empty = not board.topics.exists() and not board.children.exists()
        return self.show("edit", form=form, board=board, is_empty=is_empty, status=status)


class BoardArchiveView(KeepersView):
    """Into the archive, and out of it again."""

    def post(self, request: HttpRequest, space: str, board: str) -> HttpResponseBase:
        found = self.board(board)
        form = ReasonForm(request.POST)
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        if request.POST.get("restore"):
            keeping.restore_board(by=signed_in(request), board=found)
            messages.success(request, _("The board is back."))
        else:
            keeping.archive_board(by=signed_in(request), board=found, reason=reason)
            messages.success(request, _("Archived: it can be read, and stands on no list."))
        return redirect("forums:boards", self.space.slug)


class BoardDeletionView(KeepersView):
    def post(self, request: HttpRequest, space: str, board: str) -> HttpResponseBase:
        found = self.board(board)
        try:
            keeping.delete_board(by=signed_in(request), board=found)
        except NotAllowed as refused:
            messages.error(request, str(refused))
            return redirect("forums:board_edit", self.space.slug, found.slug)
        messages.success(request, _("The board is deleted."))
        return redirect("forums:boards", self.space.slug)


class BoardReadersView(KeepersView):
    """Who is let into a private board. POST: one member more."""

    def get(self, request: HttpRequest, space: str, board: str) -> HttpResponse:
        return self.page(self.board(board), ReaderForm())

    def post(self, request: HttpRequest, space: str, board: str) -> HttpResponseBase:
        found = self.board(board)
        form = ReaderForm(request.POST)
        if not form.is_valid():
            return self.page(found, form, status=422)
        keeping.let_in(by=signed_in(request), board=found, **form.cleaned_data)
        messages.success(request, _("They are in, and it is on the record."))
        return redirect("forums:board_readers", self.space.slug, found.slug)

    def page(self, board: Board, form: ReaderForm, status: int = 200) -> HttpResponse:
        rows = BoardAccess.objects.filter(board=board).select_related(
            "member", "granted_by", "withdrawn_by"
        )
        rows = rows.order_by("-granted_at", "-pk")
        held = [each for each in rows if each.withdrawn_at is None]
        past = [each for each in rows if each.withdrawn_at]
        return self.show("readers", board=board, form=form, held=held, past=past, status=status)


class BoardReaderEndView(KeepersView):
    def post(
        self, request: HttpRequest, space: str, board: str, access_id: int
    ) -> HttpResponseBase:
        found = self.board(board)
        access = get_object_or_404(BoardAccess.objects.in_force(), pk=access_id, board=found)
        form = ReasonForm(request.POST)
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        keeping.put_out(by=signed_in(request), access=access, reason=reason)
        messages.success(
            request, _("They read it no more; pages they have open are closed to them.")
        )
        return redirect("forums:board_readers", self.space.slug, found.slug)
