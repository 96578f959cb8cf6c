from django.urls import path

from forums.boards import views

AT = "spaces/<slug:space>/boards/"
ONE = f"{AT}<slug:board>/"

urlpatterns = [
    path(AT, views.BoardsView.as_view(), name="boards"),
    path(f"{AT}new/", views.BoardNewView.as_view(), name="board_new"),
    path(ONE, views.BoardEditView.as_view(), name="board_edit"),
    path(f"{ONE}archive/", views.BoardArchiveView.as_view(), name="board_archive"),
    path(f"{ONE}deletion/", views.BoardDeletionView.as_view(), name="board_deletion"),
    path(f"{ONE}readers/", views.BoardReadersView.as_view(), name="board_readers"),
    path(
        f"{ONE}readers/<int:access_id>/withdrawal/",
        views.BoardReaderEndView.as_view(),
        name="board_reader_end",
    ),
]
