from django.urls import path, re_path

from uploads.views.upload import PictureView, UploadsView

app_name = "uploads"

urlpatterns = [
    path("uploads/", UploadsView.as_view(), name="uploads"),
    re_path(
        r"^uploads/(?P<pk>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/(?P<size>[0-9x]{1,11})\.webp$",
        PictureView.as_view(),
        name="picture",
    ),
]
