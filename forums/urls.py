from django.urls import include, path, re_path

from forums.completing import views as completing
from forums.drafting import views as drafting
from forums.keeping import views as keeping
from forums.lists import kinds
from forums.views import around, ask, lists, member, post, reading, reply, tags, topic
from forums.wording import views as wording
from forums.world import embeds, feeds

app_name = "forums"

urlpatterns = [
    path("t/<int:topic_id>/<str:slug>/", topic.TopicView.as_view(), name="topic"),
    path("topics/<int:topic_id>/replies/", reply.ReplyView.as_view(), name="reply"),
    path("", include("forums.boards.urls")),
    path("", include("forums.kinds.urls")),
    path("s/<slug:space>/", lists.SpaceView.as_view(), name="space"),
    path("s/<slug:space>/<slug:board>/", lists.BoardView.as_view(), name="board"),
    path("", include("forums.curating.urls")),
    path("latest/", lists.TopicListView.as_view(), name="latest"),
    *(
        path(f"{each.key}/", lists.TopicListView.as_view(topic_list=each), name=each.key)
        for each in (
            kinds.NEW,
            kinds.UNREAD,
            kinds.UNANSWERED,
            kinds.TOP,
            kinds.MINE,
            kinds.FOLLOWING,
        )
    ),
    path("top/<slug:period>/", lists.TopicListView.as_view(topic_list=kinds.TOP), name="top_of"),
    path("reading/", reading.SeenView.as_view(), name="seen"),
    path("reading/all/", reading.AllReadView.as_view(), name="all_read"),
    path(
        "reading/marks/<int:mark_id>/undo/", reading.AllReadUndoView.as_view(), name="all_read_undo"
    ),
    path("topics/<int:topic_id>/unread/", reading.FirstUnreadView.as_view(), name="first_unread"),
    path("topics/<int:topic_id>/at/", reading.TopicAtView.as_view(), name="topic_at"),
    path("tags/", tags.TagsView.as_view(), name="tags"),
    path("tags/<str:slug>/", tags.TagView.as_view(), name="tag"),
    path("", include("forums.tagging.urls")),
    path("spaces/", lists.SpacesView.as_view(), name="spaces"),
    path("t/<int:topic_id>/", topic.TopicView.as_view(), name="topic_short"),
    path("t/<int:topic_id>/card.png", embeds.TopicCardView.as_view(), name="topic_card"),
    re_path(
        r"^feeds/topics\.(?P<form>atom|json)$", feeds.TopicListFeedView.as_view(), name="list_feed"
    ),
    re_path(
        r"^feeds/topics/(?P<topic_id>[0-9]{1,18})\.(?P<form>atom|json)$",
        feeds.TopicFeedView.as_view(),
        name="topic_feed",
    ),
    path("oembed/", embeds.OEmbedView.as_view(), name="oembed"),
    path("p/<int:post_id>/", topic.PostPlaceView.as_view(), name="post"),
    path("topics/<int:topic_id>/newer/", topic.NewerPostsView.as_view(), name="newer_posts"),
    path("topics/<int:topic_id>/here/", topic.TopicHereView.as_view(), name="topic_here"),
    path("topics/<int:topic_id>/state/", topic.TopicStateView.as_view(), name="topic_state"),
    path(
        "topics/<int:topic_id>/conversation/", topic.ConversationView.as_view(), name="conversation"
    ),
    path("posts/<int:post_id>/", post.PostView.as_view(), name="post_fragment"),
    path("posts/<int:post_id>/menu/", post.PostMenuView.as_view(), name="post_menu"),
    path("posts/<int:post_id>/edit/", post.PostEditView.as_view(), name="post_edit"),
    path("posts/<int:post_id>/deletion/", post.PostDeletionView.as_view(), name="post_deletion"),
    path(
        "posts/<int:post_id>/restoration/",
        post.PostRestorationView.as_view(),
        name="post_restoration",
    ),
    path("posts/<int:post_id>/bookmark/", keeping.BookmarkView.as_view(), name="bookmark"),
    path("posts/<int:post_id>/history/", wording.HistoryView.as_view(), name="post_history"),
    path("posts/<int:post_id>/reactions/", around.ReactionsView.as_view(), name="reactions"),
    path("posts/<int:post_id>/answers/", around.AnswersView.as_view(), name="answers"),
    path("posts/<int:post_id>/wiki/", wording.WikiView.as_view(), name="post_wiki"),
    path("revisions/<int:revision_id>/striking/", wording.StrikingView.as_view(), name="striking"),
    path("bookmarks/", keeping.BookmarksView.as_view(), name="bookmarks"),
    path("posts/<int:post_id>/solution/", post.SolutionView.as_view(), name="solution"),
    path("posts/<int:post_id>/thanks/", post.ThanksView.as_view(), name="thanks"),
    path("ask/", ask.AskView.as_view(), name="ask"),
    path("complete/people/", completing.PeopleCompletionView.as_view(), name="complete_people"),
    path("complete/topics/", completing.TopicCompletionView.as_view(), name="complete_topics"),
    path("complete/tags/", completing.TagCompletionView.as_view(), name="complete_tags"),
    path("me/drafts/", drafting.DraftsView.as_view(), name="drafts"),
    path("topics/<int:topic_id>/draft/", drafting.ReplyWordsView.as_view(), name="reply_words"),
    path("posts/<int:post_id>/draft/", drafting.EditWordsView.as_view(), name="edit_words"),
    path("ask/draft/", ask.DraftView.as_view(), name="draft"),
    path("ask/draft/discard/", ask.DraftDiscardView.as_view(), name="draft_discard"),
    path("m/<str:handle>/conversations/", member.MemberTopicsView.as_view(), name="topics_of"),
    path("m/<str:handle>/replies/", member.MemberRepliesView.as_view(), name="replies_of"),
    path("m/<str:handle>/solutions/", member.MemberSolutionsView.as_view(), name="solutions_of"),
]
