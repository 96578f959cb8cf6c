"""Ask: write first, sign in after."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from accounts.models import WaitingAct
from accounts.signed_in import signed_in
from accounts.waiting.asking import demand_pace_of_visitors, lead_to_sign_in
from core.limits import demand_pace, who
from core.spam import SpamRefused, demand_human
from core.text import TextRefused
from forums import actions
from forums.drafting.pace import demand_pace_of_new
from forums.drafting.views import known_version, saved
from forums.forms import AskForm
from forums.kinds.forms import PollForm, initial_of
from forums.models import Board, Draft, Topic
from forums.views.pictures import with_picture


def uuid_of(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)


class AskView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        initial = self.initial(request)
        poll = PollForm(
            prefix="poll", is_asked=False, initial=initial_of(initial.pop("poll", None))
        )
        return self.page(request, AskForm(viewer=request.user, initial=initial), poll)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        demand_pace(f"ask:{who(request)}", limit=10, seconds=60, when_down=True)
        demand_pace_of_visitors(request)
        form = AskForm(request.POST, request.FILES, viewer=request.user)
        poll = PollForm(request.POST, prefix="poll", is_asked=False)
        is_valid = all([form.is_valid(), poll.is_valid()])
        source = with_picture(request, form) if is_valid else None
        if source is not None and self.reads_well(form, poll, source):
            draft = self.keep(request, form, poll, source)
            if draft is None:
                return self.already_there(request, form.cleaned_data["key"])
            if request.user.is_authenticated:
                return redirect(actions.post_draft(by=signed_in(request), draft=draft))
            return lead_to_sign_in(request, back=reverse("forums:ask"), is_kept=True)
        return self.page(request, form, poll, status=422)

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        """A draft that waits, else what the address says."""
        browser_id = request.browser.id  # type: ignore[attr-defined]
        drafts = Draft.objects.of(request.user, browser_id).unposted().exclude(title="", source="")
        if "draft" in request.GET:
            drafts = drafts.filter(pk=uuid_of(request.GET["draft"]))
        draft = None if "title" in request.GET else drafts.order_by("-updated_at").first()
        if draft:
            kept = {"key": draft.pk, "board": draft.board_id, "kind": draft.kind}
            kept["version"] = draft.version
            kept |= {"title": draft.title, "source": draft.source, "tags": draft.tags}
            return kept | {"poll": draft.poll}
        initial: dict[str, Any] = {"title": request.GET.get("title", "")[:150]}
        board = Board.objects.visible_to(request.user).filter(
            space__slug=request.GET.get("space", "")
        )
        board = board.filter(slug=request.GET["board"]) if request.GET.get("board") else board
        return initial | self.of_board(request, board.exclude(kinds=[]).first())

    def of_board(self, request: HttpRequest, board: Board | None) -> dict[str, Any]:
        """What the board offers a new conversation: its usual kind, and for questions its template."""
        if board is None:
            return {}
        kind = request.GET.get("kind", "")
        kind = kind if kind in board.kinds else board.default_kind
        found: dict[str, Any] = {"board": board.pk, "kind": kind}
        if kind == Topic.Kind.QUESTION and board.question_template:
            found["source"] = board.question_template
        return found

    def reads_well(self, form: AskForm, poll: PollForm, source: str) -> bool:
        """Ask before anything is kept: a text refused later, and a machine's, does not wait for a sign-in."""
        try:
            if not self.request.user.is_authenticated:
                asked = "\n".join(poll.cleaned_data["options"])
                words = f"{form.cleaned_data['title']}\n{source}\n{asked}"
                demand_human(self.request.POST, text=words, key=form.cleaned_data["key"])
            actions.cook_within_rights(self.request.user, source)
        except SpamRefused as error:  # nothing of it is kept
            form.add_error("source", str(error))
            return False
        except TextRefused as error:
            form.add_error("source", str(error))
            if not self.request.user.is_authenticated:  # they may sign in now, and find it
                self.keep(self.request, form, poll, source, is_ready=False)
            return False
        return True

    def keep(
        self,
        request: HttpRequest,
        form: AskForm,
        poll: PollForm,
        source: str,
        *,
        is_ready: bool = True,
    ) -> Draft | None:
        data = form.cleaned_data
        is_member = request.user.is_authenticated
        return actions.save_draft(
            viewer=request.user,
            browser_id=request.browser.id if is_member else request.browser.keep(),  # type: ignore[attr-defined]
            key=data["key"],
            board=data["board"],
            kind=data["kind"],
            title=data["title"],
            source=source,
            tags=data["tags"],
            poll=poll.as_facts(),
            is_ready=is_ready,
        )

    def already_there(self, request: HttpRequest, key: uuid.UUID) -> HttpResponseBase:
        """The form was sent before: go to what it made."""
        draft = get_object_or_404(Draft, pk=key, member=request.user.pk, posted_topic__isnull=False)
        return redirect(draft.posted_topic or "forums:ask")

    def page(
        self, request: HttpRequest, form: AskForm, poll: PollForm, **more: Any
    ) -> HttpResponse:
        context = {"form": form, "poll": poll, "kinds": Topic.Kind}
        return render(request, "forums/ask/page.html", context, **more)


class DraftView(View):
    """Keeps the ask form while it is being written."""

    def post(self, request: HttpRequest) -> HttpResponseBase:
        demand_pace(f"draft:{who(request)}", limit=60, seconds=60, when_down=True)
        try:
            key = uuid.UUID(request.POST.get("key", ""))
        except ValueError:
            return JsonResponse({"error": _("The form has no key: reload the page.")}, status=400)
        if not Draft.objects.filter(pk=key).exists():
            demand_pace_of_new(request)
        board_id = request.POST.get("board", "")
        boards = Board.objects.visible_to(request.user)
        kind = request.POST.get("kind", "")
        draft = actions.save_draft(
            viewer=request.user,
            browser_id=request.browser.keep(),  # type: ignore[attr-defined]
            key=key,
            board=boards.filter(pk=board_id).first() if board_id.isdecimal() else None,
            kind=kind if kind in Topic.Kind.values else Topic.Kind.QUESTION,
            title=request.POST.get("title", "")[:150],
            source=request.POST.get("source", "")[:50_000],
            tags=request.POST.get("tags", "")[:120],
            known=known_version(request),
        )
        if draft is None:
            return JsonResponse({"error": _("This was posted already.")}, status=409)
        return saved(draft, draft.updated_at)


class DraftDiscardView(View):
    def post(self, request: HttpRequest) -> HttpResponseBase:
        key = uuid_of(request.POST.get("key", ""))
        browser_id = request.browser.id  # type: ignore[attr-defined]
        Draft.objects.of(request.user, browser_id).unposted().filter(pk=key).delete()
        WaitingAct.objects.of(request.user, browser_id).filter(pk=key, done_at=None).delete()
        messages.info(request, _("The draft is gone."))
        return redirect("forums:ask")
