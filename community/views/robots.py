"""What search engines may ask for: robots.txt and the sitemap, which names parts of every app."""

from django.conf import settings
from django.contrib.sitemaps import views as sitemaps
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.entering.entrance import entrance
from content.sitemaps import ArticleSitemap
from forums.world.sitemaps import part, parts

SHUT = (
    "/accounts/", "/complete/", "/inbox/", "/insights/", "/me/", "/moderation/", "/search/", "/studio/", "/support/",
    "/subscriptions/",
)  # fmt: skip


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    if entrance().is_private:
        lines = ["User-agent: *", "Disallow: /"]
    else:
        lines = [
            "User-agent: *",
            *(f"Disallow: {path}" for path in SHUT),
            "",
            f"Sitemap: {settings.SITE_URL}/sitemap.xml",
        ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    return sitemaps.index(request, _parts(), sitemap_url_name="sitemap_part")


@require_safe
def sitemap_part(request: HttpRequest, section: str) -> HttpResponse:
    found = ArticleSitemap() if section == "articles" else part(section)
    if found is None:
        raise Http404("There is no such part.")
    return sitemaps.sitemap(request, {section: found}, section)


def _parts() -> dict:
    return {"articles": ArticleSitemap(), **{name: make() for name, make in parts().items()}}
