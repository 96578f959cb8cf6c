from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from accounts.models import Role
from forums.models.board import Board
from forums.models.privacy import open_to
from forums.models.state import State
from spaces.models import Space, SpaceRole, may_enter

if TYPE_CHECKING:
    from accounts.models import Viewer


def hidden_in_kept_space(viewer: Viewer, space: str) -> Q:
    """Hidden things of the spaces this person keeps as a manager."""
    held = SpaceRole.objects.in_force().filter(member=viewer.pk, role=Role.MANAGER)
    return Q(state=State.HIDDEN, **{f"{space}__in": held.values("space")})


def visible_topic(viewer: Viewer, path: str = "") -> Q:
    """A condition: the topic at the end of `path` ("topic__") is visible, on a board and in a space they may read."""
    place = open_to(viewer, f"{path}board"), may_enter(viewer, f"{path}space_id")
    return Q(*place, **{f"{path}state": State.VISIBLE})


class TopicQuerySet(models.QuerySet["Topic"]):
    def visible_to(self, viewer: Viewer) -> TopicQuerySet:
        return self.filter(visible_topic(viewer))

    def readable_by(self, viewer: Viewer) -> TopicQuerySet:
        """What may be opened by its address: visible topics, one's own, and for moderators the hidden ones."""
        here = self.filter(open_to(viewer), may_enter(viewer))
        if not viewer.is_authenticated:
            return here.filter(state=State.VISIBLE)
        # A merged one's posts are elsewhere, and its address leads there.
        here = here.exclude(state=State.MERGED)
        if viewer.has_role(Role.MANAGER):
            return here.exclude(Q(state=State.DELETED) & ~Q(author=viewer.pk))
        return here.filter(
            Q(state=State.VISIBLE) | Q(author=viewer.pk) | hidden_in_kept_space(viewer, "space")
        )

    def questions(self) -> TopicQuerySet:
        return self.filter(kind=Topic.Kind.QUESTION)

    def awaiting_answer(self) -> TopicQuerySet:
        """Visible questions nobody but the asker has replied to and that have no solution, without duplicates."""
        found = self.questions().filter(state=State.VISIBLE, answered_at=None, solved_at=None)
        return found.filter(duplicate_of=None)

    def ideas(self) -> TopicQuerySet:
        """Visible ideas that stand for themselves: those that became part of another are counted there."""
        found = self.filter(kind=Topic.Kind.IDEA, state=State.VISIBLE)
        return found.filter(duplicate_of=None, merged_into=None)

    def asked_here(self) -> TopicQuerySet:
        """Not by imported authors: nobody waits for an answer to those."""
        return self.filter(author__is_placeholder=False)

    def newest_activity_first(self) -> TopicQuerySet:
        return self.order_by("-bumped_at", "-id")


class Topic(models.Model):
    """A conversation on a board, of a kind. Its first post opens it."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("Question")
        DISCUSSION = "discussion", _("Discussion")
        IDEA = "idea", _("Idea")
        ANNOUNCEMENT = "announcement", _("Announcement")

    class IdeaStatus(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        PLANNED = "planned", _("Planned")
        IN_PROGRESS = "in_progress", _("In progress")
        DONE = "done", _("Done")
        DECLINED = "declined", _("Declined")

    # Both begin an index of their own below; of two, a list may get the one that has it sorted first.
    board = models.ForeignKey(
        Board, on_delete=models.PROTECT, related_name="topics", db_index=False
    )
    space = models.ForeignKey(
        Space, on_delete=models.PROTECT, related_name="topics", db_index=False
    )
    kind = models.CharField(max_length=20, choices=Kind)
    title = models.CharField(max_length=150)
    slug = models.SlugField(max_length=80, allow_unicode=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="topics"
    )
    state = models.CharField(max_length=10, choices=State, default=State.VISIBLE)
    tags = TaggableManager(blank=True)

    created_at = models.DateTimeField(default=timezone.now)
    bumped_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(
        null=True, blank=True, help_text=_("first visible post by someone else")
    )
    solved_at = models.DateTimeField(null=True, blank=True)
    last_number = models.PositiveIntegerField(
        default=0, help_text=_("number given to the newest post")
    )
    reply_count = models.PositiveIntegerField(
        default=0, help_text=_("visible posts after the first")
    )
    last_poster = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    # Kept for lists by the actions that write the rows behind them; who, when and why is in those rows.
    tag_names = ArrayField(
        models.CharField(max_length=100), default=list, db_default=[], blank=True
    )
    view_count = models.PositiveIntegerField(default=0, db_default=0)
    vote_count = models.PositiveIntegerField(default=0, db_default=0, help_text=_("of an idea"))
    me_too_count = models.PositiveIntegerField(
        default=0, db_default=0, help_text=_("members with the same question")
    )
    idea_status = models.CharField(
        max_length=12, choices=IdeaStatus, default=IdeaStatus.PROPOSED, db_default="proposed"
    )
    has_poll = models.BooleanField(default=False, db_default=False)
    is_promotion = models.BooleanField(
        default=False, db_default=False, help_text=_("the company speaks for its products")
    )
    about = models.CharField(
        max_length=20, blank=True, default="", db_default="",
        help_text=_("of what it is the conversation: an article, a proposal; mostly of nothing"),
    )  # fmt: skip
    pinned_at = models.DateTimeField(null=True, blank=True)
    is_pinned_in_space = models.BooleanField(
        default=False,
        db_default=False,
        help_text=_("above the space's list, not its board's alone"),
    )
    curated_at = models.DateTimeField(
        null=True, blank=True, help_text=_("when last something was done that its readers are told")
    )
    closed_at = models.DateTimeField(null=True, blank=True, help_text=_("takes no more replies"))
    archived_at = models.DateTimeField(null=True, blank=True, help_text=_("can only be read"))
    duplicate_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="duplicates"
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged"
    )

    objects = TopicQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                F("bumped_at").desc(),
                F("id").desc(),
                name="topic_latest",
                condition=Q(state="visible"),
            ),
            models.Index(
                "board", F("bumped_at").desc(), F("id").desc(), name="topic_latest_on_board"
            ),
            models.Index(
                "space", F("bumped_at").desc(), F("id").desc(), name="topic_latest_in_space"
            ),
            models.Index(
                fields=["created_at"],
                name="topic_awaiting_answer",
                condition=Q(kind="question", state="visible", answered_at=None, solved_at=None),
            ),
            models.Index("author", F("created_at").desc(), name="topic_by_author"),
            models.Index(
                F("created_at").desc(), F("id").desc(), name="topic_newest", condition=Q(state="visible")
            ),
            models.Index(
                "kind", F("bumped_at").desc(), F("id").desc(), name="topic_latest_of_kind",
                condition=Q(state="visible"),
            ),
            models.Index(
                F("bumped_at").desc(), F("id").desc(), name="topic_unanswered",
                condition=Q(
                    kind="question", state="visible", answered_at=None, solved_at=None, duplicate_of=None
                ),
            ),
            models.Index(
                F("bumped_at").desc(), F("id").desc(), name="topic_solved",
                condition=Q(state="visible", solved_at__isnull=False),
            ),
            models.Index(
                F("bumped_at").desc(), F("id").desc(), name="topic_closed",
                condition=Q(state="visible", closed_at__isnull=False),
            ),
            GinIndex(fields=["tag_names"], name="topic_tagged"),
            models.Index(
                "idea_status", F("vote_count").desc(), F("id").desc(), name="idea_by_votes",
                condition=Q(kind="idea", state="visible", duplicate_of=None, merged_into=None),
            ),
            models.Index(
                "space", "idea_status", F("vote_count").desc(), F("id").desc(),
                name="idea_by_votes_in_space",
                condition=Q(kind="idea", state="visible", duplicate_of=None, merged_into=None),
            ),
            models.Index(
                F("vote_count").desc(), F("id").desc(), name="idea_by_votes_of_all",
                condition=Q(kind="idea", state="visible", duplicate_of=None, merged_into=None),
            ),
            models.Index(
                "space", F("vote_count").desc(), F("id").desc(), name="idea_by_votes_of_space",
                condition=Q(kind="idea", state="visible", duplicate_of=None, merged_into=None),
            ),
            models.Index(
                fields=["space", "board"],
                name="topic_pinned",
                condition=Q(pinned_at__isnull=False, state="visible"),
            ),
            # Completion asks for words within titles.
            GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="topic_title_words"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("forums:topic", args=[self.pk, self.slug or "topic"])

    @property
    def is_question(self) -> bool:
        return self.kind == self.Kind.QUESTION

    @property
    def needs_answer(self) -> bool:
        open_ = self.answered_at is None and self.solved_at is None
        return self.is_question and open_ and self.duplicate_of_id is None
