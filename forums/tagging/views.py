"""The pages on which tags are kept: reached from a tag's page, by managers and administrators."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View
from taggit.models import Tag

from accounts.signed_in import signed_in
from core.rules import NotAllowed, demand
from forums.models import TagChange
from forums.tagging import keeping
from forums.tagging.forms import ReasonForm, SynonymForm, TagForm
from forums.tagging.queries import description_of, is_seen
from forums.tagging.rules import may_keep_tags
from forums.tagging.undoing import undo_tag_change

RECORD_LINES = 100
LINES_OF_A_TAG = 30


class KeepersView(LoginRequiredMixin, View):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            demand(may_keep_tags(request.user))
        return super().dispatch(request, *args, **kwargs)

    def tag(self, slug: str) -> Tag:
        """As far as one sees it: of a tag that only deleted words have, nobody is told."""
        tag = get_object_or_404(Tag.objects.select_related("facts"), slug=slug)
        if not is_seen(self.request.user, tag):
            raise Http404
        return tag

    def page(self, tag: Tag, *, status: int = 200, **given: forms.Form) -> HttpResponse:
        """All of a tag's forms on one page, the one that was sent with what was wrong."""
        context: dict[str, Any] = {
            "tag": tag,
            "form": TagForm(initial={"name": tag.name, "description": description_of(tag)}),
            "synonym_form": SynonymForm(prefix="synonym"),
            "deletion_form": ReasonForm(prefix="deletion"),
            "synonyms": tag.synonyms.all(),
            "record": lines(TagChange.objects.filter(tag=tag), LINES_OF_A_TAG),
        }
        return render(self.request, "forums/tag/edit.html", context | given, status=status)


class TagEditView(KeepersView):
    """Its name and what it is for."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        return self.page(self.tag(slug))

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        tag, form, by = self.tag(slug), TagForm(request.POST), signed_in(request)
        if not form.is_valid():
            return self.page(tag, form=form, status=422)
        wanted = form.cleaned_data
        try:
            with transaction.atomic():
                keeping.rename_tag(by=by, tag=tag, name=wanted["name"], reason=wanted["reason"])
                keeping.describe_tag(
                    by=by, tag=tag, description=wanted["description"], reason=wanted["reason"]
                )
        except NotAllowed as refused:
            form.add_error("name", str(refused))
            return self.page(tag, form=form, status=422)
        messages.success(request, _("Saved, and on the record."))
        return redirect("forums:tag", Tag.objects.get(pk=tag.pk).slug)


class TagSynonymsView(KeepersView):
    """One more word for the tag, or with `remove` one less."""

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        tag, by = self.tag(slug), signed_in(request)
        if remove := request.POST.get("remove"):
            synonym = get_object_or_404(tag.synonyms, name=remove)
            keeping.remove_synonym(by=by, synonym=synonym)
            messages.success(request, _("Taken away, and on the record."))
            return redirect("forums:tag_edit", tag.slug)
        form = SynonymForm(request.POST, prefix="synonym")
        if form.is_valid():
            try:
                keeping.add_synonym(by=by, tag=tag, **form.cleaned_data)
            except NotAllowed as refused:
                form.add_error("name", str(refused))
            else:
                messages.success(request, _("Added, and on the record."))
                return redirect("forums:tag_edit", tag.slug)
        return self.page(tag, synonym_form=form, status=422)


class TagDeletionView(KeepersView):
    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        tag, form = self.tag(slug), ReasonForm(request.POST, prefix="deletion")
        if not form.is_valid():
            return self.page(tag, deletion_form=form, status=422)
        keeping.delete_tag(by=signed_in(request), tag=tag, **form.cleaned_data)
        messages.success(request, _("Deleted. The record can bring it back."))
        return redirect("forums:tag_record")


class TagRecordView(KeepersView):
    """What was done to tags, those that are gone included, each to be undone."""

    def get(self, request: HttpRequest) -> HttpResponse:
        record = lines(TagChange.objects.all(), RECORD_LINES)
        return render(request, "forums/tag/record.html", {"record": record})


class TagChangeUndoView(KeepersView):
    def post(self, request: HttpRequest, change_id: int) -> HttpResponseBase:
        change = get_object_or_404(TagChange, pk=change_id)
        try:
            undo_tag_change(by=signed_in(request), change=change)
        except NotAllowed as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Undone."))
        return redirect("forums:tag_record")


def lines(changes: Any, most: int) -> list[TagChange]:
    return list(changes.select_related("tag", "by", "undone_by").order_by("-at", "-pk")[:most])
