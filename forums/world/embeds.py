"""Other sites show a link to a topic: oEmbed (https://oembed.com/) and a card."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.views import View

from core.pagecache import shows
from forums.cached import topic_names
from forums.models import Topic
from forums.showing import readable_topic, topic_state
from forums.world.cards import card
from forums.world.facts import absolute
from spaces.models.brand import brand_of_house

DAY_SECONDS = 86_400


class OEmbedView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        if request.GET.get("format", "json") != "json":
            return JsonResponse({"error": _("Only JSON is answered.")}, status=501)
        topic = _topic_at(request.GET.get("url", ""))
        return JsonResponse(
            {
                "version": "1.0", "type": "link", "title": topic.title, "author_name": str(topic.author),
                "author_url": absolute(topic.author.get_absolute_url()),
                "provider_name": brand_of_house().name, "provider_url": settings.SITE_URL,
                "cache_age": DAY_SECONDS,
            }
        )  # fmt: skip


class TopicCardView(View):
    """The picture shown beside a link to a topic."""

    def get(self, request: HttpRequest, topic_id: int) -> HttpResponse:
        topic = readable_topic(AnonymousUser(), topic_id)
        if topic is None:
            raise Http404("There is no such conversation.")
        shows(request, *topic_names(topic, topic_state(AnonymousUser(), topic)))
        brand = brand_of_house()
        picture = card(topic.title, place=topic.space.name, brand=brand.name, hue=brand.hue)
        return HttpResponse(picture, content_type="image/png")


def _topic_at(address: str) -> Topic:
    """The topic at one of our addresses. Raises Http404 where there is none for a visitor."""
    try:
        parts = urlsplit(address)
        match = resolve(parts.path)
    except (ValueError, Resolver404) as error:
        raise Http404("There is no such conversation.") from error
    ours = f"{parts.scheme}://{parts.netloc}" == settings.SITE_URL
    if not ours or match.view_name not in ("forums:topic", "forums:topic_short"):
        raise Http404("There is no such conversation.")
    topics = Topic.objects.readable_by(AnonymousUser()).select_related("author")
    topic = topics.filter(pk=match.kwargs["topic_id"]).first()
    if topic is None:
        raise Http404("There is no such conversation.")
    return topic
