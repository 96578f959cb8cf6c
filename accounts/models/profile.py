from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.member import Member

MOST_LINKS = 5


class Audience(models.TextChoices):
    """Who sees a part of a profile."""

    EVERYONE = "everyone", _("Everyone")
    MEMBERS = "members", _("Members")
    NOBODY = "nobody", _("Only me")


class Part(models.TextChoices):
    """What a member may keep from others. Their name and handle stand beside what they write, for all who read it."""

    PAGE = "page", _("Whole profile")
    PICTURE = "picture", _("Picture")
    BIO = "bio", _("About you")
    PRONOUNS = "pronouns", _("Pronouns")
    LOCATION = "location", _("Place")
    LINKS = "links", _("Links")
    JOINED = "joined", _("When you joined")
    ACTIVITY = "activity", _("What you wrote")


class ProfileLink(models.Model):
    """A place elsewhere that a member points to."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="links")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=40, blank=True)
    url = models.URLField(max_length=200, validators=[URLValidator(schemes=["http", "https"])])

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["member", "position"], name="profile_link_in_place"),
            models.CheckConstraint(
                condition=models.Q(position__lt=MOST_LINKS), name="profile_links_are_few"
            ),
            models.CheckConstraint(
                condition=models.Q(url__startswith="https://")
                | models.Q(url__startswith="http://"),
                name="profile_link_leads_to_the_web",
            ),
        ]

    def __str__(self) -> str:
        return self.label or self.url.split("//", 1)[-1].removeprefix("www.").rstrip("/")
