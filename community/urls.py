"""Every app says its own full addresses; this page only lists the apps."""

from django.urls import include, path

from accounts.oidc import views as oidc
from accounts.views.identities import IdentitiesView
from community.views import robots
from community.views.home import HomeView

urlpatterns = [
    path("", HomeView.as_view(), name="home"),
    path("", include("forums.urls")),  # read most, so it is looked up first
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", robots.sitemap_index, name="sitemap"),
    path("sitemaps/<slug:section>.xml", robots.sitemap_part, name="sitemap_part"),
    path("accounts/oidc/<str:provider_id>/login/", oidc.login, name="openid_connect_login"),
    path(
        "accounts/oidc/<str:provider_id>/login/callback/",
        oidc.callback,
        name="openid_connect_callback",
    ),
    path("accounts/3rdparty/", IdentitiesView.as_view(), name="socialaccount_connections"),
    path("accounts/", include("allauth.urls")),
    path("", include("core.text.urls")),
    path("", include("uploads.urls")),
    path("", include("accounts.urls")),
    path("", include("spaces.urls")),
    path("", include("content.urls")),
    path("", include("governance.urls")),
    path("", include("notifications.urls")),
    path("", include("search.urls")),
    path("", include("moderation.urls")),
    path("", include("support.urls")),
    path("", include("analytics.urls")),
    path("", include("integrations.urls")),
]

handler500 = "community.views.errors.failure"
handler429 = "community.views.errors.too_many"  # asked for by allauth
