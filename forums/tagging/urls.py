from django.urls import path

from forums.tagging import views

urlpatterns = [
    path("studio/tags/", views.TagRecordView.as_view(), name="tag_record"),
    path("studio/tags/<int:change_id>/undo/", views.TagChangeUndoView.as_view(), name="tag_change_undo"),
    path("tags/<str:slug>/edit/", views.TagEditView.as_view(), name="tag_edit"),
    path("tags/<str:slug>/synonyms/", views.TagSynonymsView.as_view(), name="tag_synonyms"),
    path("tags/<str:slug>/deletion/", views.TagDeletionView.as_view(), name="tag_deletion"),
]  # fmt: skip
