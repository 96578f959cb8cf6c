"""Bookmarks: kept from a post's menu, listed on a page of one's own."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views import View

from accounts.models import Member
from accounts.signed_in import signed_in
from core.limits import demand_pace, who
from core.pages import page
from forums.keeping.bookmarks import keep_again, keep_post, let_go_of_post
from forums.keeping.forms import BookmarkForm
from forums.keeping.undoing import with_undo
from forums.models import Bookmark, Post
from forums.views.post import readable_post

ROWS_A_PAGE = 20


class BookmarkView(LoginRequiredMixin, View):
    """GET asks when to be reminded; POST keeps the post, with `act` "remove" or "return" lets go of it or keeps it again."""

    def get(self, request: HttpRequest, post_id: int) -> HttpResponse:
        post = readable_post(request, post_id)
        kept = Bookmark.objects.kept_by(signed_in(request)).filter(post=post).first()
        form = BookmarkForm(initial={"when": "", "note": kept.note if kept else ""})
        return self.page(request, post, form, kept)

    def post(self, request: HttpRequest, post_id: int) -> HttpResponseBase:
        demand_pace(f"press:{who(request)}", limit=60, seconds=60, when_down=True)
        member, act = signed_in(request), request.POST.get("act")
        if act in ("remove", "return"):
            return self.without_reading(request, member, post_id, act)
        post = readable_post(request, post_id)
        form = BookmarkForm(request.POST)
        if not form.is_valid():
            kept = Bookmark.objects.kept_by(member).filter(post=post).first()
            return self.page(request, post, form, kept, status=422)
        kept = keep_post(
            by=member, post=post, remind_at=form.remind_at, note=form.cleaned_data["note"]
        )
        if request.htmx:  # type: ignore[attr-defined]
            return self.button(request, post_id, kept)
        messages.success(request, self.said(kept))
        return redirect("forums:bookmarks" if "list" in request.POST else post)

    def without_reading(
        self, request: HttpRequest, member: Member, post_id: int, act: str
    ) -> HttpResponseBase:
        """Letting go is for posts, too, that one may not read any more."""
        kept = get_object_or_404(Bookmark, member=member, post=post_id)
        if act == "remove":
            let_go_of_post(by=member, post_id=post_id)
        else:
            keep_again(by=member, post_id=post_id)
        kept.refresh_from_db()
        if request.htmx:  # type: ignore[attr-defined]
            return self.button(request, post_id, None if kept.removed_at else kept)
        if kept.removed_at:
            said = with_undo(_("Kept no more."), request.path, name="act", value="return")
            messages.success(request, said)
        else:
            messages.success(request, self.said(kept))
        return redirect("forums:bookmarks")

    def said(self, kept: Bookmark) -> str:
        if kept.remind_at and not kept.reminded_at:
            when = formats.date_format(timezone.localtime(kept.remind_at), "DATETIME_FORMAT")
            return _("Kept. You are reminded of it on %s.") % when
        return _("Kept among your bookmarks.")

    def button(self, request: HttpRequest, post_id: int, kept: Bookmark | None) -> HttpResponse:
        context = {"post": {"pk": post_id}, "bookmark": kept}
        return render(request, "forums/keeping/_button.html", context)

    def page(
        self, request: HttpRequest, post: Post, form: BookmarkForm, kept: Any, **more: Any
    ) -> HttpResponse:
        request.space = post.topic.board.space  # type: ignore[attr-defined]
        context = {"post": post, "topic": post.topic, "form": form, "bookmark": kept}
        return render(request, "forums/keeping/bookmark.html", context, **more)


class BookmarksView(LoginRequiredMixin, View):
    """What a member keeps, newest first. Of what they may not read any more only their own note is shown."""

    def get(self, request: HttpRequest) -> HttpResponse:
        member = signed_in(request)
        found = page(
            Bookmark.objects.kept_by(member), order=("-created_at", "-id"),
            after=request.GET.get("after"), size=ROWS_A_PAGE,
        )  # fmt: skip
        posts = Post.objects.readable_by(member).select_related("topic__space", "author")
        shown = posts.in_bulk([each.post_id for each in found.items])
        rows = [(each, shown.get(each.post_id)) for each in found.items]
        return render(request, "forums/keeping/page.html", {"rows": rows, "page": found})
