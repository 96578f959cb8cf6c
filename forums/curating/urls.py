"""Addresses of keeping topics in order; part of forums' own."""

from django.urls import path

from forums.views.curating import acts, bulk, record, split, timers

TOPIC = "topics/<int:topic_id>/"

urlpatterns = [
    path(f"{TOPIC}manage/", acts.ManageView.as_view(), name="topic_manage"),
    path(f"{TOPIC}pin/", acts.PinView.as_view(), name="topic_pin"),
    path(f"{TOPIC}closure/", acts.ClosureView.as_view(), name="topic_closure"),
    path(f"{TOPIC}archive/", acts.ArchiveView.as_view(), name="topic_archive"),
    path(f"{TOPIC}board/", acts.MoveView.as_view(), name="topic_board"),
    path(f"{TOPIC}title/", acts.TitleView.as_view(), name="topic_title"),
    path(f"{TOPIC}tags/", acts.TagsView.as_view(), name="topic_tags"),
    path(f"{TOPIC}kind/", acts.KindView.as_view(), name="topic_kind"),
    path(f"{TOPIC}merge/", acts.MergeView.as_view(), name="topic_merge"),
    path(f"{TOPIC}split/", split.SplitView.as_view(), name="topic_split"),
    path(f"{TOPIC}record/", record.RecordView.as_view(), name="topic_record"),
    path(f"{TOPIC}timers/", timers.TimersView.as_view(), name="topic_timers"),
    path(
        "timers/<int:timer_id>/cancellation/",
        timers.TimerCancellationView.as_view(),
        name="timer_cancellation",
    ),
    path("topics/bulk/", bulk.BulkView.as_view(), name="topics_bulk"),
    path("curations/<int:curation_id>/undo/", record.UndoView.as_view(), name="curation_undo"),
]
