from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.entering.private import is_at_home
from accounts.models import Role
from core.addresses import address
from spaces.models.brand import Look
from spaces.models.language import Language
from spaces.models.membership import Membership

if TYPE_CHECKING:
    from accounts.models import Viewer


class SpaceQuerySet(models.QuerySet["Space"]):
    def visible_to(self, viewer: Viewer) -> SpaceQuerySet:
        """Spaces this person may read: public ones; members' once signed in; private ones they belong to.

        In a private community visitors read none, whatever page asks. Managers and administrators read every space.
        """
        if not is_at_home(viewer):
            return self.none()
        if not viewer.is_authenticated:
            return self.filter(visibility=Space.Visibility.PUBLIC)
        if viewer.has_role(Role.MANAGER, Role.ADMINISTRATOR):
            return self.all()
        joined = Membership.objects.filter(space=OuterRef("pk"), member=viewer.pk)
        return self.filter(~Q(visibility=Space.Visibility.PRIVATE) | Exists(joined))


class Space(Look):
    """A micro-community with its own look, leader, boards, members and visibility."""

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("Everyone")
        MEMBERS = "members", _("Signed-in members")
        PRIVATE = "private", _("Only its own members")

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    tagline = models.CharField(max_length=140, blank=True)
    about = models.TextField(max_length=1000, blank=True)
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.PUBLIC)
    language = models.CharField(
        max_length=8,
        choices=Language,
        default=Language.ENGLISH,
        db_default="en",
        help_text=_("What is written here: search finds every form of a word of this language."),
    )
    is_indexed = models.BooleanField(
        _("found by search engines"),
        default=True,
        db_default=True,
        help_text=_(
            "off: its pages ask search engines to leave them out, and no sitemap names them"
        ),
    )
    own_look = models.BooleanField(default=False, help_text=_("off: the brand's hue; on: its own"))
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="spaces_led",
    )
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    noise_budget = models.PositiveSmallIntegerField(
        _("noise budget"),
        default=4,
        db_default=4,
        help_text=_("announcements and promotional posts of the company in 30 days"),
    )
    voice_posts = models.PositiveIntegerField(
        default=0, db_default=0, editable=False, help_text=_("posts of the last 30 days")
    )
    voice_of_company = models.PositiveIntegerField(
        default=0, db_default=0, editable=False, help_text=_("those of them by its staff")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SpaceQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(condition=Q(hue__lte=360), name="space_hue_in_degrees")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def voice_percent(self) -> int:
        """The company's share of what was said here in the last 30 days."""
        return round(100 * self.voice_of_company / self.voice_posts) if self.voice_posts else 0

    def get_absolute_url(self) -> str:
        return address("forums:space", self.slug)
