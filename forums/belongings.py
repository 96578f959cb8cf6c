from django.db.models import (
    Case,
    Exists,
    F,
    Model,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.utils.translation import gettext_lazy as _

from accounts.models import Member
from accounts.privacy import belongings
from accounts.privacy.belongings import Section, Words
from forums.models import (
    BoardAccess,
    BoardChange,
    BoardClosing,
    Bookmark,
    Curation,
    Draft,
    KeptWords,
    Post,
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

YOU = _("You wrote it.")
DONE = _("You did it.")


def titled(rows: QuerySet, member: Member, topic: str) -> QuerySet:
    """With the conversation's title, as far as the member may read it now: it is somebody else's words."""
    readable = Topic.objects.readable_by(member).filter(pk=OuterRef(topic))
    return rows.annotate(conversation=Subquery(readable.values("title")[:1]))


def worded(rows: QuerySet) -> QuerySet:
    """Earlier wordings, without the words of those that were struck out: whoever keeps order struck them out for
    everybody, often since they tell of somebody else. That it was done, and why, is told.
    """
    held = RevisionStriking.objects.filter(revision=OuterRef("pk"), lifted_at=None)
    return rows.annotate(
        words=Case(
            When(Exists(held), then=Value("")), default=F("source"), output_field=TextField()
        ),
        struck_for=Subquery(held.values("reason")[:1]),
    )


def reached(rows: QuerySet, member: Member) -> QuerySet:
    """With the post they read up to, where they may read the conversation now: it tells how long that is."""
    readable = Topic.objects.readable_by(member).filter(pk=OuterRef("topic"))
    return titled(rows, member, "topic").annotate(
        up_to=Case(When(Exists(readable), then=F("number")))
    )


def done(
    key: str,
    order: int,
    title: Words,
    by: type[Model],
    who: str,
    columns: dict[str, Words],
    topic: str = "topic",
    also: tuple[str, ...] = (),
) -> Section:
    """What the member did to conversations: rows of `by` whose `who` they are, with the title of `topic`."""
    return Section(
        key=key, order=order, title=title, source=DONE, models=(by._meta.label, *also),
        rows=lambda member: titled(by._default_manager.filter(**{who: member}), member, topic),
        columns=columns,
    )  # fmt: skip


belongings.add(
    Section(
        key="topics", order=40, title=_("Conversations you began"), source=YOU, models=("forums.Topic",),
        rows=lambda member: Topic.objects.filter(author=member),
        columns={
            "created_at": _("When"), "title": _("Title"), "kind": _("Kind"), "state": _("State"), "id": _("Number"),
        },
    ),
    Section(
        key="posts", order=41, title=_("What you wrote"), source=YOU, models=("forums.Post",),
        rows=lambda member: titled(Post.objects.filter(author=member), member, "topic"),
        columns={
            "created_at": _("When"), "conversation": _("Conversation"), "source": _("Text"),
            "state": _("State"), "edited_at": _("Edited"), "thanks_count": _("Thanks"), "id": _("Number"),
        },
    ),
    Section(
        key="earlier-wordings", order=42, title=_("What your posts said before"), source=YOU,
        models=("forums.PostRevision",),
        rows=lambda member: worded(PostRevision.objects.filter(post__author=member)),
        columns={
            "edited_at": _("Until"), "post": _("Post"), "words": _("Text"), "struck_for": _("Struck out because"),
        },
    ),
    Section(
        key="hidden-posts", order=43, title=_("Posts of yours that were hidden"), models=("forums.PostHiding",),
        source=_("A moderator decided it."),
        rows=lambda member: PostHiding.objects.filter(post__author=member),
        columns={
            "hidden_at": _("When"), "post": _("Post"), "reason": _("Why"), "lifted_at": _("Taken back"),
        },
    ),
    Section(
        key="drafts", order=44, title=_("Drafts"), source=YOU, models=("forums.Draft",),
        rows=lambda member: Draft.objects.filter(member=member),
        columns={
            "updated_at": _("When"), "title": _("Title"), "source": _("Text"), "tags": _("Tags"), "kind": _("Kind"),
        },
    ),
    Section(
        key="kept-words", order=44, title=_("Replies and edits you have not sent"), source=YOU,
        models=("forums.KeptWords",),
        rows=lambda member: titled(KeptWords.objects.filter(member=member), member, "topic"),
        columns={
            "updated_at": _("When"), "conversation": _("Conversation"), "post": _("Post"), "source": _("Text"),
            "earlier": _("Words that newer ones took the place of"),
        },
    ),
    done(
        "thanks", 45, _("Posts you thanked for"), Reaction, "member",
        {"created_at": _("When"), "conversation": _("Conversation"), "post": _("Post")}, topic="post__topic",
    ),
    done(
        "bookmarks", 45, _("Posts you keep for later"), Bookmark, "member",
        {
            "created_at": _("When"), "conversation": _("Conversation"), "post": _("Post"), "note": _("Note"),
            "remind_at": _("Reminder"), "removed_at": _("Taken back"),
        }, topic="post__topic",
    ),
    done(
        "wiki-posts", 46, _("Posts you opened for others to edit"), WikiOpening, "opened_by",
        {
            "opened_at": _("When"), "conversation": _("Conversation"), "post": _("Post"),
            "closed_at": _("Taken back"),
        }, topic="post__topic",
    ),
    done(
        "struck-wordings", 47, _("Earlier wordings you struck out"), RevisionStriking, "struck_by",
        {
            "struck_at": _("When"), "conversation": _("Conversation"), "reason": _("Why"),
            "lifted_at": _("Taken back"),
        }, topic="revision__post__topic",
    ),
    done(
        "solutions", 46, _("Solutions you marked"), Solution, "marked_by",
        {
            "marked_at": _("When"), "conversation": _("Conversation"), "post": _("Post"),
            "withdrawn_at": _("Taken back"),
        },
    ),
    done(
        "curations", 47, _("Conversations you kept in order"), Curation, "by",
        {
            "at": _("When"), "kind": _("What"), "conversation": _("Conversation"), "reason": _("Why"),
            "undone_at": _("Taken back"),
        },
    ),
    done(
        "topic-timers", 48, _("Timers you set on conversations"), TopicTimer, "set_by",
        {
            "set_at": _("When"), "kind": _("What"), "conversation": _("Conversation"), "days": _("Days"),
            "at": _("Moment"), "done_at": _("Done"), "cancelled_at": _("Taken back"),
        },
    ),
    Section(
        key="board-accesses", order=51, title=_("Private boards you were let into"),
        source=_("People of the company decided it."), models=("forums.BoardAccess",),
        rows=lambda member: BoardAccess.objects.filter(member=member),
        columns={
            "granted_at": _("Given"), "board__name": _("Board"), "reason": _("Why"),
            "withdrawn_at": _("Withdrawn"), "withdrawal_reason": _("Why withdrawn"),
        },
    ),
    Section(
        key="board-changes", order=52, title=_("Changes you made to boards"), source=DONE,
        models=("forums.BoardChange",),
        rows=lambda member: BoardChange.objects.filter(by=member),
        columns={"at": _("When"), "name": _("Board"), "kind": _("What"), "reason": _("Why")},
    ),
    Section(
        key="board-closings", order=52, title=_("Boards that were yours until they closed"),
        source=_("People of the company decided it."), models=("forums.BoardClosing",),
        rows=lambda member: BoardClosing.objects.filter(owner=member),
        columns={"set_at": _("When"), "board__name": _("Board"), "at": _("Closes"), "reason": _("Why"), "done_at": _("Closed")},
    ),
    Section(
        key="reading", order=49, title=_("How far you have read"), models=("forums.ReadingPosition",),
        source=_("Your pages say so when you are signed in, so that you find your place again."),
        rows=lambda member: reached(ReadingPosition.objects.filter(member=member), member),
        columns={"read_at": _("When"), "conversation": _("Conversation"), "up_to": _("Up to post")},
    ),
    Section(
        key="marked-read", order=49, title=_("Lists you marked as read"), source=DONE,
        models=("forums.ReadingMark",),
        rows=lambda member: ReadingMark.objects.filter(member=member),
        columns={"marked_at": _("When"), "place": _("List"), "count": _("Conversations"), "undone_at": _("Taken back")},
    ),
    Section(
        key="tag-changes", order=53, title=_("Changes you made to tags"), source=DONE,
        models=("forums.TagChange",),
        rows=lambda member: TagChange.objects.filter(by=member),
        columns={"at": _("When"), "name": _("Tag"), "kind": _("What"), "reason": _("Why")},
    ),
)  # fmt: skip
