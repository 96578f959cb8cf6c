"""What one does with posts: edit, delete and bring back, mark the solution, thank."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from accounts.signed_in import reader_of, signed_in
from core.compiled import render_compiled
from core.limits import demand_pace, who
from core.rules import demand
from core.text import TextRefused, diff_html
from forums import actions, rules
from forums.drafting.views import words_for
from forums.drafting.words import settle_words
from forums.forms import EditForm
from forums.keeping.undoing import with_undo
from forums.models import Bookmark, Post, State
from forums.showing import one_post, reactions_for, say_origins
from forums.views.pictures import with_picture
from forums.wording.rules import may_read_history, may_turn_wiki
from spaces.reactions import THANKS


def readable_post(request: HttpRequest, post_id: int) -> Post:
    posts = Post.objects.readable_by(request.user).select_related("topic__board__space", "author")
    return get_object_or_404(posts, pk=post_id)


def post_fragment(request: HttpRequest, post: Post) -> HttpResponse:
    """One post as the topic's page shows it to this reader."""
    row = one_post(request.user, post)
    view = {
        "may_reply": rules.may_reply(request.user, post.topic),
        "may_solve": rules.may_mark_solution(request.user, post.topic),
        "posts": [row],
    }
    say_origins(request, view, [row])
    context = {"rows": [row], "topic": post.topic, "view": view, "viewer": reader_of(request)}
    return HttpResponse(
        render_compiled("forums/post/_posts.jinja", {"request": request, **context})
    )


class PostView(View):
    """One post as a fragment: what the live page fetches when it is told that a post changed."""

    def get(self, request: HttpRequest, post_id: int) -> HttpResponse:
        post = (
            Post.objects.readable_by(request.user)
            .select_related("topic__board")
            .filter(pk=post_id)
            .first()
        )
        if post is None:
            return HttpResponse("")  # gone from this reader's sight: the fragment is empty
        return post_fragment(request, post)


class PostMenuView(LoginRequiredMixin, View):
    """What one may do with a post: fetched when its menu is opened, and a page of its own without scripts."""

    def get(self, request: HttpRequest, post_id: int) -> HttpResponse:
        post = readable_post(request, post_id)
        request.space = post.topic.board.space  # type: ignore[attr-defined]
        context = {
            "post": post,
            "topic": post.topic,
            "item": one_post(request.user, post),
            "reactions": reactions_for(request.user, post),
            "bookmark": Bookmark.objects.kept_by(signed_in(request)).filter(post=post).first(),
            "has_answers": Post.objects.filter(reply_to=post, state=State.VISIBLE).exists(),
            "may_edit": rules.may_edit_post(request.user, post),
            "may_turn_wiki": may_turn_wiki(request.user, post),
            "may_read_history": post.edited_at and may_read_history(request.user, post),
            "may_delete": rules.may_delete_post(request.user, post),
            "may_restore": rules.may_restore_post(request.user, post),
        }
        template = "_menu" if request.htmx else "menu"  # type: ignore[attr-defined]
        return render(request, f"forums/post/{template}.html", context)


class PostEditView(LoginRequiredMixin, View):
    def get(self, request: HttpRequest, post_id: int) -> HttpResponse:
        post = readable_post(request, post_id)
        demand(rules.may_edit_post(request.user, post))
        kept = words_for(request, post)
        begun = {"source": (kept or post).source, "version": actions.version_of(post)}
        return self.page(request, post, self.form(request, post, initial=begun))

    def post(self, request: HttpRequest, post_id: int) -> HttpResponseBase:
        post = readable_post(request, post_id)
        demand(rules.may_edit_post(request.user, post))
        demand_pace(f"edit:{who(request)}", limit=30, seconds=60, when_down=True)
        form = self.form(request, post, request.POST, request.FILES)
        source = with_picture(request, form) if form.is_valid() else None
        if source is None:
            return self.page(request, post, form, status=422)
        try:
            edited = self.save(request, post, form, source)
        except actions.EditedMeanwhile as late:
            return self.both_texts(request, late.post, form, source)
        except TextRefused as error:
            form.add_error("source", str(error))
            return self.page(request, post, form, status=422)
        return redirect(edited)

    def form(self, request: HttpRequest, post: Post, *given: Any, **more: Any) -> EditForm:
        return EditForm(*given, needs_reason=rules.needs_reason(request.user, post), **more)

    def save(self, request: HttpRequest, post: Post, form: EditForm, source: str) -> Post:
        member = signed_in(request)
        edited = actions.edit_post(
            by=member,
            post=post,
            source=source,
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
        )
        settle_words(
            member=member,
            place=post,
            source=source,
            browser_id=request.browser.id,  # type: ignore[attr-defined]
        )
        return edited

    def both_texts(
        self, request: HttpRequest, post: Post, form: EditForm, source: str
    ) -> HttpResponse:
        """Who saves second reads the first one's words beside their own; saving once more takes theirs."""
        begun = {"source": source, "version": actions.version_of(post)}
        begun["reason"] = form.cleaned_data["reason"]
        last = post.revisions.select_related("edited_by").order_by("-pk").first()
        more = {"theirs": post.source, "by": last and last.edited_by}
        more["diff"] = diff_html(post.source, source)
        again = self.form(request, post, initial=begun)
        return self.page(request, readable_post(request, post.pk), again, more, status=422)

    def page(
        self, request: HttpRequest, post: Post, form: EditForm, more: Any = None, **how: Any
    ) -> HttpResponse:
        request.space = post.topic.board.space  # type: ignore[attr-defined]
        context = {"post": post, "topic": post.topic, "form": form, **(more or {})}
        return render(request, "forums/post/edit.html", context, **how)


class PostDeletionView(LoginRequiredMixin, View):
    def post(self, request: HttpRequest, post_id: int) -> HttpResponseBase:
        post = readable_post(request, post_id)
        demand(rules.may_delete_post(request.user, post))
        demand_pace(f"edit:{who(request)}", limit=30, seconds=60, when_down=True)
        actions.delete_post(by=signed_in(request), post=post)
        back = reverse("forums:post_restoration", args=[post.pk])
        messages.success(request, with_undo(_("Deleted: nobody else sees it now."), back))
        return redirect(post)


class PostRestorationView(LoginRequiredMixin, View):
    def post(self, request: HttpRequest, post_id: int) -> HttpResponseBase:
        post = readable_post(request, post_id)
        demand_pace(f"edit:{who(request)}", limit=30, seconds=60, when_down=True)
        return redirect(actions.restore_post(by=signed_in(request), post=post))


class SolutionView(LoginRequiredMixin, View):
    """POST makes this post the solution; POST with `withdraw` takes it back."""

    def post(self, request: HttpRequest, post_id: int) -> HttpResponseBase:
        post = readable_post(request, post_id)
        demand(rules.may_mark_solution(request.user, post.topic))
        demand_pace(f"press:{who(request)}", limit=60, seconds=60, when_down=True)
        if "withdraw" in request.POST:
            actions.withdraw_solution(by=signed_in(request), post=post)
        else:
            actions.mark_solution(by=signed_in(request), post=post)
            messages.success(request, _("Solved. Thank you for telling everyone."))
        return redirect(post)


class ThanksView(LoginRequiredMixin, View):
    """POST thanks the author, or reacts as `kind` says; with `withdraw` takes it back. htmx gets the one post that changed."""

    def post(self, request: HttpRequest, post_id: int) -> HttpResponseBase:
        post = readable_post(request, post_id)
        demand(rules.may_thank(request.user, post))
        demand_pace(f"press:{who(request)}", limit=60, seconds=60, when_down=True)
        if "withdraw" in request.POST:
            actions.unthank(by=signed_in(request), post=post)
        else:
            kind = request.POST.get("kind", THANKS)
            actions.thank(by=signed_in(request), post=post, kind=kind)
        if request.htmx:  # type: ignore[attr-defined]
            return post_fragment(request, post)
        return redirect(post)
