from django.db.models import F

from accounts.administration.merging import hand_over
from accounts.events import MembersMerged
from forums.actions.kinds.merge import HANDED, settle_after, touched_by
from forums.actions.recount import recount_topics
from forums.actions.thank import recount_reactions_of
from forums.models import (
    BoardAccess,
    BoardChange,
    BoardClosing,
    Bookmark,
    Curation,
    Draft,
    KeptWords,
    Post,
    PostDeletion,
    PostHiding,
    PostRevision,
    Reaction,
    ReadingMark,
    ReadingPosition,
    RevisionStriking,
    Solution,
    TagChange,
    Topic,
    TopicTimer,
    WikiOpening,
)

AT_ONCE = 500


def take_over_rows(event: MembersMerged) -> None:
    """What one account wrote and did is the other's. Thanks given to oneself go, and figures are counted anew."""
    topics = list(
        Post.objects.filter(author=event.from_id).values_list("topic", flat=True).distinct()
    )
    thanked = set(Reaction.objects.filter(member=event.from_id).values_list("post", flat=True))
    touched = touched_by(event)
    hand_over(
        event,
        dict(HANDED)
        | {
            Topic: ("author", "last_poster"),
            Post: ("author",),
            PostRevision: ("edited_by",),
            PostHiding: ("hidden_by", "lifted_by"),
            PostDeletion: ("deleted_by",),
            Reaction: ("member",),
            Solution: ("marked_by",),
            Curation: ("by", "undone_by"),
            TopicTimer: ("set_by", "cancelled_by"),
            Draft: ("member",),
            BoardAccess: ("member", "granted_by", "withdrawn_by"),
            BoardChange: ("by",),
            BoardClosing: ("owner", "set_by", "cancelled_by"),
            Bookmark: ("member",),
            KeptWords: ("member",),
            RevisionStriking: ("struck_by", "lifted_by"),
            WikiOpening: ("opened_by", "closed_by"),
            ReadingMark: ("member",),
            ReadingPosition: ("member",),
            TagChange: ("by", "undone_by"),
        },
    )
    own = Reaction.objects.filter(member=event.to_id, post__author=F("member"))
    thanked |= set(own.values_list("post", flat=True))
    own.delete()
    recount_reactions_of(post_ids=sorted(thanked))
    settle_after(touched)
    for start in range(0, len(topics), AT_ONCE):
        some = sorted(topics)[start : start + AT_ONCE]
        list(
            Topic.objects.select_for_update(no_key=True, of=("self",))
            .filter(pk__in=some)
            .order_by("pk")
        )
        recount_topics(topic_ids=some)
