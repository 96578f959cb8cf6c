from django.urls import URLPattern, URLResolver, path

from spaces.views import look, roles, studio

app_name = "spaces"

urlpatterns: list[URLPattern | URLResolver] = [
    path("brand/brand/<int:version>.css", look.brand_look, name="brand_look"),
    path("brand/spaces/<slug:slug>/<int:version>.css", look.space_look, name="space_look"),
    path("studio/", studio.BrandView.as_view(), name="studio"),
    path("studio/spaces/", studio.SpacesView.as_view(), name="studio_spaces"),
    path("studio/spaces/new/", studio.SpaceEditView.as_view(), name="studio_space_new"),
    path("studio/spaces/<slug:slug>/", studio.SpaceEditView.as_view(), name="studio_space"),
    path("studio/roles/", roles.RolesView.as_view(), name="roles"),
    path(
        "studio/roles/<str:where>/<int:grant_id>/withdrawal/",
        roles.RoleWithdrawalView.as_view(),
        name="role_withdrawal",
    ),
    path("studio/roles/people/", roles.PeopleView.as_view(), name="people"),
]
