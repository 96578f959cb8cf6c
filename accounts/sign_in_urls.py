"""The addresses of the studio's ways in."""

from django.urls import URLPattern, URLResolver, path

from accounts.views import sign_in_studio as studio

AT = "studio/sign-in/<slug:slug>"

urlpatterns: list[URLPattern | URLResolver] = [
    path("studio/sign-in/", studio.SignInView.as_view(), name="sign_in_studio"),
    path("studio/sign-in/new/<str:kind>/", studio.ProviderNewView.as_view(), name="provider_new"),
    path(f"{AT}/", studio.ProviderView.as_view(), name="provider"),
    path(f"{AT}/test/", studio.ProviderTestView.as_view(), name="provider_test"),
    path(f"{AT}/switch/", studio.ProviderSwitchView.as_view(), name="provider_switch"),
    path(f"{AT}/order/", studio.ProviderOrderView.as_view(), name="provider_order"),
    path(f"{AT}/removal/", studio.ProviderRemovalView.as_view(), name="provider_removal"),
]
