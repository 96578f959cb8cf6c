from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from core.addresses import address
from forums.models.privacy import open_to
from spaces.models import Space

if TYPE_CHECKING:
    from accounts.models import Viewer

SLOWEST_SECONDS = 86_400
ADMITTED_ROLES = [
    (role.value, role.label) for role in (Role.EVANGELIST, Role.AGENT, Role.EXECUTIVE)
]
"""Roles a private board may be opened to. Managers of its space read it in any case."""


class Posters(models.TextChoices):
    """Who may begin conversations on a board, or reply there."""

    EVERYONE = "everyone", _("Every member")
    TRUST_1 = "trust_1", _("Members of trust level 1 and up")
    TRUST_2 = "trust_2", _("Members of trust level 2 and up")
    TRUST_3 = "trust_3", _("Members of trust level 3 and up")
    TRUST_4 = "trust_4", _("Members of trust level 4")
    STAFF = "staff", _("The company's people and the space's evangelists")
    MANAGERS = "managers", _("Community managers")


class BoardQuerySet(models.QuerySet["Board"]):
    def visible_to(self, viewer: Viewer) -> BoardQuerySet:
        """Boards this person may read: of the spaces they may enter, without the private ones they are not let into."""
        return self.filter(open_to(viewer, "pk"), space__in=Space.objects.visible_to(viewer))

    def listed(self) -> BoardQuerySet:
        """Without archived ones, which are read by their address and by the topics in them."""
        return self.filter(archived_at=None)

    def in_the_open(self) -> BoardQuerySet:
        """Boards that are as open as their space is, and take new topics: where the house itself opens conversations."""
        return self.listed().filter(
            ~Q(parent__is_private=True), is_private=False, is_read_only=False
        )


class Board(models.Model):
    """A section of a space: which kinds of topic it takes, from whom, and who reads it. A board may stand below another.

    That a parent has no parent, and stands in the same space, is held by a foreign key of the database (`board_below_a_top_one`).
    """

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="boards")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    slug = models.SlugField(max_length=40)
    name = models.CharField(max_length=60)
    description = models.CharField(max_length=200, blank=True)
    kinds = ArrayField(
        models.CharField(max_length=20), default=list, help_text="kinds of topic members may open"
    )
    usual_kind = models.CharField(
        max_length=20, blank=True, default="", db_default="", help_text=_("nothing: the first kind")
    )
    position = models.PositiveSmallIntegerField(default=0)
    topics_by = models.CharField(
        max_length=10, choices=Posters, default=Posters.EVERYONE, db_default="everyone"
    )
    replies_by = models.CharField(
        max_length=10, choices=Posters, default=Posters.EVERYONE, db_default="everyone"
    )
    question_template = models.TextField(
        max_length=4000, blank=True, default="", db_default="",
        help_text=_("what a new question starts with"),
    )  # fmt: skip
    slow_seconds = models.PositiveIntegerField(
        default=0, db_default=0, help_text=_("between two posts of one member in a conversation")
    )
    is_read_only = models.BooleanField(default=False, db_default=False)
    is_private = models.BooleanField(default=False, db_default=False)
    seen_by = ArrayField(
        models.CharField(max_length=20), default=list, db_default=[], blank=True,
        help_text=_("roles that read it where it is private"),
    )  # fmt: skip
    topic_count = models.PositiveIntegerField(
        default=0, db_default=0, help_text=_("visible ones; the database keeps it, by triggers")
    )
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = BoardQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(fields=["space", "slug"], name="board_slug_in_space"),
            models.CheckConstraint(
                condition=Q(slow_seconds__lte=SLOWEST_SECONDS), name="board_slow_for_a_day_at_most"
            ),
        ]
        indexes = [
            models.Index(fields=["id"], name="board_private", condition=Q(is_private=True)),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("forums:board", self.space.slug, self.slug)

    @property
    def default_kind(self) -> str:
        if self.usual_kind in self.kinds:
            return self.usual_kind
        return self.kinds[0] if self.kinds else "discussion"


class BoardAccessQuerySet(models.QuerySet["BoardAccess"]):
    def in_force(self) -> BoardAccessQuerySet:
        return self.filter(withdrawn_at=None)


class BoardAccess(models.Model):
    """A member reads a private board: who let them in, when and why, and who took it back."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="accesses")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="board_accesses"
    )
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    granted_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=300)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.CharField(max_length=300, blank=True)

    objects = BoardAccessQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["board", "member"],
                condition=Q(withdrawn_at=None),
                name="board_access_given_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.member_id} reads {self.board_id}"


class BoardChange(models.Model):
    """A board was made, changed, archived or deleted: who, when, why, and what it was before."""

    class Kind(models.TextChoices):
        MADE = "made", _("Made it")
        CHANGED = "changed", _("Changed it")
        ARCHIVED = "archived", _("Archived it")
        RESTORED = "restored", _("Brought it back from the archive")
        DELETED = "deleted", _("Deleted it")

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="board_changes")
    board = models.ForeignKey(
        Board, null=True, blank=True, on_delete=models.SET_NULL, related_name="changes"
    )
    name = models.CharField(max_length=60, help_text=_("of the board, then"))
    kind = models.CharField(max_length=10, choices=Kind)
    changed = models.JSONField(default=dict, help_text=_("each setting, as it was and as it is"))
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["space", "-at"], name="board_change_of_space")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"
