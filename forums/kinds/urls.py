"""Included in forums/urls.py before the addresses of boards: "roadmap" and "ideas" are no names for a board."""

from django.urls import path

from forums.views.kinds import acts, announce, ideas, polls

urlpatterns = [
    path("roadmap/", ideas.RoadmapView.as_view(), name="roadmap"),
    path("ideas/", ideas.IdeasView.as_view(), name="ideas"),
    path("s/<slug:space>/roadmap/", ideas.RoadmapView.as_view(), name="space_roadmap"),
    path("s/<slug:space>/ideas-by-votes/", ideas.IdeasView.as_view(), name="space_ideas"),
    path("s/<slug:space>/announcements/new/", announce.AnnounceView.as_view(), name="announce"),
    path("topics/<int:topic_id>/panel/", acts.PanelView.as_view(), name="panel"),
    path("topics/<int:topic_id>/me-too/", acts.MeTooView.as_view(), name="me_too"),
    path("topics/<int:topic_id>/vote/", acts.IdeaVoteView.as_view(), name="idea_vote"),
    path("topics/<int:topic_id>/duplicate/", acts.DuplicateView.as_view(), name="duplicate"),
    path("topics/<int:topic_id>/status/", ideas.IdeaStatusView.as_view(), name="idea_status"),
    path("topics/<int:topic_id>/answer/", ideas.IdeaAnswerView.as_view(), name="idea_answer"),
    path("topics/<int:topic_id>/poll/", polls.PollBallotView.as_view(), name="poll"),
    path("topics/<int:topic_id>/poll/new/", polls.PollNewView.as_view(), name="poll_new"),
    path(
        "topics/<int:topic_id>/poll/closing/", polls.PollClosingView.as_view(), name="poll_closing"
    ),
    path("topics/<int:topic_id>/poll/voters/", polls.PollVotersView.as_view(), name="poll_voters"),
]
