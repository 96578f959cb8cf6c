from django.urls import path

from moderation import views

app_name = "moderation"

urlpatterns = [
    path("posts/<int:post_id>/report/", views.ReportView.as_view(), name="report"),
    path("posts/<int:post_id>/hiding/", views.HidingView.as_view(), name="hiding"),
    path("moderation/", views.ReportQueueView.as_view(), name="queue"),
    path("moderation/questions/", views.QuestionQueueView.as_view(), name="questions"),
    path("moderation/questions/<int:topic_id>/claim/", views.ClaimView.as_view(), name="claim"),
    path(
        "moderation/questions/<int:topic_id>/release/",
        views.ClaimReleaseView.as_view(),
        name="release",
    ),
    path(
        "moderation/posts/<int:post_id>/hide/",
        views.ReportHidingView.as_view(),
        name="hide_reported",
    ),
    path(
        "moderation/posts/<int:post_id>/keep/",
        views.ReportKeepingView.as_view(),
        name="keep_reported",
    ),
    path("moderation/suspensions/", views.SuspensionsView.as_view(), name="suspensions"),
    path(
        "moderation/members/<str:handle>/suspension/",
        views.SuspensionView.as_view(),
        name="suspension",
    ),
    path("me/suspension/", views.OwnSuspensionView.as_view(), name="own_suspension"),
    path("moderation/log/", views.LogView.as_view(), name="log"),
    path("moderation/acts/<int:act_id>/", views.ActView.as_view(), name="act"),
    path("moderation/acts/<int:act_id>/undo/", views.ActUndoingView.as_view(), name="undo"),
]
