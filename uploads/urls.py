from django.urls import path, re_path

from uploads.views.mine import MyUploadDeletionView, MyUploadsView
from uploads.views.upload import FileView, PictureView, UploadsView

app_name = "uploads"

ID = r"(?P<pk>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"

urlpatterns = [
    path("uploads/", UploadsView.as_view(), name="uploads"),
    re_path(
        rf"^uploads/{ID}/(?P<size>[0-9x]{{1,11}})\.webp$", PictureView.as_view(), name="picture"
    ),
    re_path(
        rf"^uploads/files/{ID}/(?P<size>[1-9][0-9]{{0,9}})/(?P<name>[^/]{{1,200}})$",
        FileView.as_view(),
        name="file",
    ),
    path("me/files/", MyUploadsView.as_view(), name="mine"),
    path("me/files/<uuid:pk>/deletion/", MyUploadDeletionView.as_view(), name="deletion"),
]
