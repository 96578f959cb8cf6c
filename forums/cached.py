"""Which of this app's pages are kept for visitors, and which of them an event changes. See core.pagecache."""

from core.pagecache import facts, page
from core.pagecache.reads import on_read
from core.pagecache.versions import SITE
from forums.models import Post, Topic
from forums.readers import note_kept_view
from forums.showing import TopicView
from forums.shown import LATEST

PEOPLE = "people"
TOP = "top"  # the scores of topics, reckoned by the clock


def space_lists(space_id: int) -> tuple[str, ...]:
    """What a list of topics of one space shows; its people are named and pictured in rows."""
    return (f"space:{space_id}", PEOPLE)


def topic_names(topic: Topic, view: TopicView) -> list[str]:
    """What a page of a topic shows: itself, and who wrote what is on it."""
    authors = {row.author_id for row in [*view.posts, *view.solutions]}
    authors |= {line.by_id for line in view.lines if line.by_id}
    others = {each for each in (topic.duplicate_of_id, topic.merged_into_id) if each}
    return [
        *(f"topic:{each}" for each in {topic.pk, *others}),
        *(f"member:{author}" for author in authors),
    ]


def of_topics(topic_ids: list[int]) -> list[str]:
    spaces = Topic.objects.filter(pk__in=topic_ids).values_list("space", flat=True).distinct()
    return [
        *(f"topic:{topic}" for topic in topic_ids),
        *(f"space:{space}" for space in spaces.order_by()),
        LATEST,
    ]


def of_posts(post_ids: list[int]) -> list[str]:
    topics = Post.objects.filter(pk__in=post_ids).values_list("topic", flat=True).distinct()
    return of_topics(list(topics.order_by()))


facts.subject("topic", of_topics)
facts.subject("original", of_topics)
facts.spare_subject("post", of_posts)
facts.subject("tag", lambda ids: [SITE])  # its name stands wherever a topic has it
facts.subject("board", lambda ids: [SITE])  # who may read and write there
facts.unseen("forums.BookmarkDue")  # between a member and themselves
facts.unseen("forums.RevisionStruck")  # histories are not kept
# More than the topic they name: where it was before, and what went to another.
facts.whole_site(
    "forums.TopicMoved", "forums.TopicsMerged", "forums.TopicsUnmerged", "forums.TopicSplit",
    "forums.TopicSplitUndone", "forums.TagChanged",
)  # fmt: skip

NARROWED = ("kind", "state", "after")
for route in ("latest", "unanswered", "top", "top_of"):
    page(f"forums:{route}", "space", "board", "tag", *NARROWED)
page("forums:spaces")
page("forums:space", "list", "period", *NARROWED)
page("forums:board", "list", "period", *NARROWED)
page("forums:tags", "q")
page("forums:tag", "list", "period", *NARROWED)
page("forums:topic", "after")
page("forums:topic_card")
page("forums:topic_feed")
page("forums:topics_of", "after")
page("forums:replies_of", "after")
page("forums:solutions_of", "after")

on_read("forums:topic", note_kept_view)
