"""Writing: a form with a preview, then publishing and taking back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.models import Member
from accounts.signed_in import signed_in
from content import actions
from content.forms import ArticleForm
from content.models import Article
from content.models.article import minutes_to_read
from content.rules import may_edit_article, writes_somewhere
from content.views.reading import visible_article
from core.rules import demand, denied
from core.text import TextRefused, cook
from uploads.actions import UploadRefused, store_image, store_upload
from uploads.models import Upload


class ArticleWritingView(LoginRequiredMixin, View):
    """What writing anew and editing share: preview, pictures, the page."""

    template = "content/article/edit.html"

    def answer(
        self, request: HttpRequest, form: ArticleForm, article: Article | None
    ) -> HttpResponseBase:
        if not form.is_valid() or not self._keep_pictures(request, form):
            return self.page(request, form, article, status=422)
        try:
            if "preview" in request.POST:
                return self.page(request, form, article, preview=self._preview(form, article))
            saved = self.save(signed_in(request), form, article)
        except TextRefused as error:
            form.add_error("source", str(error))
            return self.page(request, form, article, status=422)
        if "publish" in request.POST and not saved.is_published:
            actions.publish_article(member=signed_in(request), article=saved)
            messages.success(request, _("The article is published."))
        return redirect(saved)

    def save(self, member: Member, form: ArticleForm, article: Article | None) -> Article:
        raise TypeError("Writing anew and editing each save in their own way.")

    def page(
        self,
        request: HttpRequest,
        form: ArticleForm,
        article: Article | None,
        *,
        preview: dict[str, Any] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        request.space = article.space if article else None  # type: ignore[attr-defined]
        context = {"form": form, "article": article, "preview": preview}
        return render(request, self.template, context, status=status)

    def _keep_pictures(self, request: HttpRequest, form: ArticleForm) -> bool:
        """Store the files that came along, so that a preview shows them and saving still has them."""
        data = form.cleaned_data
        for name in ("cover_file", "picture"):
            if not data.get(name):
                continue
            try:
                store = store_image if name == "cover_file" else store_upload
                upload = store(
                    file=data[name], name=data[name].name, owner=signed_in(request), browser_id=None
                )
            except UploadRefused as error:
                form.add_error(name, str(error))
                return False
            if name == "cover_file":
                data["cover"] = upload
            else:
                data["source"] = f"{data['source']}\n\n{upload.markdown}"
        if data["no_cover"]:
            data["cover"] = None
        self._write_back(form, data["cover"], data["source"])
        return True

    def _write_back(self, form: ArticleForm, cover: Upload | None, source: str) -> None:
        """The form as shown again holds the pictures by their address, the files being stored."""
        form.data = form.data.dict() | {  # type: ignore[attr-defined]
            "cover": str(cover.pk) if cover else "",
            "source": source,
        }

    def _preview(self, form: ArticleForm, article: Article | None) -> dict[str, Any]:
        data = form.cleaned_data
        return {
            "title": data["title"],
            "standfirst": data["standfirst"],
            "cover": data["cover"],
            "html": cook(data["source"]),
            "reading_minutes": minutes_to_read(data["source"]),
            "space": article.space if article else data["space"],
            "author": article.author if article else form.member,
        }


class ArticleNewView(ArticleWritingView):
    def get(self, request: HttpRequest) -> HttpResponse:
        self._demand(request)
        wanted = request.GET.get("space", "")
        form = ArticleForm(member=signed_in(request))
        chosen = form.fields["space"].queryset.filter(slug=wanted).first()  # type: ignore[attr-defined]
        if chosen:
            form.initial["space"] = chosen.pk
        return self.page(request, form, None)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        self._demand(request)
        form = ArticleForm(request.POST, request.FILES, member=signed_in(request))
        return self.answer(request, form, None)

    def save(self, member: Member, form: ArticleForm, article: Article | None) -> Article:
        names = ("space", "title", "standfirst", "source", "cover", "is_help", "key")
        return actions.write_article(
            author=member, **{name: form.cleaned_data[name] for name in names}
        )

    def _demand(self, request: HttpRequest) -> None:
        if not writes_somewhere(request.user):
            demand(denied(_("Only evangelists write articles.")))


class ArticleEditView(ArticleWritingView):
    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        article = self._article(request, slug)
        form = ArticleForm(member=signed_in(request), article=article)
        return self.page(request, form, article)

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        article = self._article(request, slug)
        form = ArticleForm(request.POST, request.FILES, member=signed_in(request), article=article)
        return self.answer(request, form, article)

    def save(self, member: Member, form: ArticleForm, article: Article | None) -> Article:
        if article is None:
            raise TypeError("There is nothing to edit.")
        names = ("title", "standfirst", "source", "cover", "is_help")
        return actions.edit_article(
            member=member, article=article, **{name: form.cleaned_data[name] for name in names}
        )

    def _article(self, request: HttpRequest, slug: str) -> Article:
        article = visible_article(request, slug)
        demand(may_edit_article(request.user, article))
        return article


class PublicationView(LoginRequiredMixin, View):
    """Publishing creates a publication; `withdraw` takes it back."""

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        article = visible_article(request, slug)
        demand(may_edit_article(request.user, article))
        member = signed_in(request)
        if "withdraw" in request.POST:
            actions.withdraw_article(member=member, article=article)
            messages.success(request, _("The article is withdrawn."))
            if article.author_id != member.pk:
                return redirect("content:articles")
        else:
            actions.publish_article(member=member, article=article)
            messages.success(request, _("The article is published."))
        return redirect(article)
