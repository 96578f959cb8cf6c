"""Tags: the index of them, and each with its topics."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View
from taggit.models import Tag

from core.pagecache import shows
from forums.cached import LATEST
from forums.tagging.names import normal
from forums.tagging.queries import counted_tags, description_of, is_seen
from forums.tagging.rules import may_keep_tags
from forums.views.lists import Scope, TopicListView


def get_tag(request: HttpRequest, slug: str) -> Tag:
    """The tag of this address, or of this name or synonym, as far as this person sees it; else Http404."""
    tags = Tag.objects.select_related("facts")
    tag = tags.filter(slug=slug).first()
    if tag is None:
        tag = tags.filter(
            Q(name=normal(slug)) | Q(synonyms__slug=slug) | Q(synonyms__name=normal(slug))
        ).first()
    if tag is None or not is_seen(request.user, tag):
        raise Http404
    return tag


class TagsView(View):
    """The tags in use, the most used first; ?q= those that begin so."""

    def get(self, request: HttpRequest) -> HttpResponse:
        shows(request, LATEST)
        starting = normal(request.GET.get("q", ""))
        context = {
            "tags": counted_tags(request.user, starting=starting),
            "starting": starting,
            "may_keep": may_keep_tags(request.user),
        }
        return render(request, "forums/tag/index.html", context)


class TagView(TopicListView):
    """A tag's topics. A synonym's address leads to the tag's."""

    template_name = "forums/tag/page.jinja"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        self.tag = get_tag(request, kwargs["slug"])
        if self.tag.slug != kwargs["slug"]:
            return redirect("forums:tag", self.tag.slug, permanent=True)
        return super().get(request, **kwargs)

    def scope(self, request: HttpRequest, **kwargs: Any) -> Scope:
        tag = self.tag
        context = {
            "tag": tag,
            "description": description_of(tag),
            "synonyms": list(tag.synonyms.values_list("name", flat=True)),
            "may_keep": may_keep_tags(request.user),
        }
        return Scope(tag=tag.name, base=reverse("forums:tag", args=[tag.slug]), context=context)
