from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import OpClass
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.handles.neutral import is_neutral
from accounts.models.role import Role, roles_everywhere


class MemberQuerySet(models.QuerySet["Member"]):
    def active(self) -> "MemberQuerySet":
        """Those who are here: neither gone nor still waiting to be let in."""
        return self.filter(is_active=True, is_waiting=False)


class MemberManager(BaseUserManager["Member"].from_queryset(MemberQuerySet)):  # type: ignore[misc]
    def create_user(
        self, handle: str, email: str | None = None, password: str | None = None, **more: object
    ) -> "Member":
        member = self.model(handle=handle, email=self.normalize_email(email), **more)
        member.set_password(password)
        member.save()
        return member

    def get_by_natural_key(self, username: str | None) -> "Member":
        return self.get(handle__iexact=username)


class Member(AbstractBaseUser):
    """A person of the community. Signing in is allauth's; who they are to others is here."""

    class Trust(models.IntegerChoices):
        NEW = 0, _("new")
        BASIC = 1, _("basic")
        MEMBER = 2, _("member")
        REGULAR = 3, _("regular")
        LEADER = 4, _("leader")

    handle = models.CharField(
        max_length=30,
        validators=[
            RegexValidator(
                r"^[A-Za-z0-9][A-Za-z0-9_-]{1,29}$", _("Letters, digits, - and _, from 2 to 30.")
            )
        ],
    )
    handle_skeleton = models.CharField(
        max_length=30,
        blank=True,
        default="",
        db_default="",
        editable=False,
        help_text=_("what the handle looks like; none where another had it first"),
    )
    name = models.CharField(max_length=80)
    email = models.EmailField(blank=True)
    bio = models.TextField(max_length=500, blank=True)
    pronouns = models.CharField(max_length=30, blank=True, db_default="")
    location = models.CharField(max_length=80, blank=True, db_default="")
    avatar = models.CharField(
        max_length=200, blank=True, help_text=_("address of the upload noted as used by it")
    )
    avatar_from = models.CharField(
        max_length=60, blank=True, db_default="",
        help_text=_("what chose the picture: upload, a provider, removed; nothing yet"),
    )  # fmt: skip
    shown_to = models.JSONField(
        default=dict, blank=True, db_default=Value({}, models.JSONField()),
        help_text=_("who sees a part of the profile; a part not named is seen by everyone"),
    )  # fmt: skip
    blocked_ids = ArrayField(
        models.BigIntegerField(), default=list, blank=True, db_default=[],
        help_text=_("whom they blocked, kept beside the blocks so that pages ask nothing"),
    )  # fmt: skip
    trust = models.PositiveSmallIntegerField(choices=Trust, default=Trust.NEW)
    trust_is_kept = models.BooleanField(
        default=False, db_default=False, help_text=_("set by hand; the rules leave it alone")
    )
    ask_after = models.DateTimeField(
        null=True,
        blank=True,
        help_text=_("no profile question before; nothing: a day after joining"),
    )
    asks_nothing = models.BooleanField(
        default=False, db_default=False, help_text=_("wants no profile questions at all")
    )
    is_active = models.BooleanField(default=True)
    is_placeholder = models.BooleanField(
        default=False, help_text=_("an imported author who never signed in")
    )
    is_waiting = models.BooleanField(
        default=False, db_default=False, help_text=_("signed up, not yet let in")
    )
    suspended_until = models.DateTimeField(
        null=True, blank=True, help_text=_("reads, but may not write until then")
    )
    suspended_for = models.CharField(max_length=300, blank=True, default="", db_default="")
    leaves_at = models.DateTimeField(
        null=True, blank=True, help_text=_("asked to be deleted then; see Deletion")
    )
    joined_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    objects = MemberManager()

    USERNAME_FIELD = "handle"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("handle"), name="member_handle_unique"),
            models.UniqueConstraint(
                Lower("email"), name="member_email_unique", condition=~Q(email="")
            ),
            models.UniqueConstraint(
                fields=["handle_skeleton"],
                name="member_handle_looks_like_no_other",
                condition=~Q(handle_skeleton=""),
            ),
            models.CheckConstraint(condition=Q(trust__lte=4), name="member_trust_0_to_4"),
        ]
        # Completion asks for names that begin so.
        indexes = [
            models.Index(
                OpClass(Lower("handle"), name="text_pattern_ops"), name="member_handle_begins"
            ),
            models.Index(
                OpClass(Lower("name"), name="text_pattern_ops"), name="member_name_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.handle

    def get_absolute_url(self) -> str:
        return reverse("accounts:profile", args=[self.handle])

    def has_usable_password(self) -> bool:
        """An imported author's empty password is none."""
        return bool(self.password) and super().has_usable_password()

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles held everywhere; roles in one space are the spaces app's.

        Who holds none is known; of others the database is asked, so that a role taken back is gone at once.
        """
        if self.pk not in roles_everywhere():
            return frozenset()
        return frozenset(self.role_grants.in_force().values_list("role", flat=True))

    def has_role(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)

    @property
    def is_suspended(self) -> bool:
        return self.suspended_until is not None and self.suspended_until > timezone.now()

    @property
    def is_staff(self) -> bool:
        """Whether they speak for the company; staff are always labelled."""
        return bool(self.roles - {Role.EVANGELIST})

    @property
    def has_neutral_handle(self) -> bool:
        """Whether they have not chosen a handle of their own yet."""
        return is_neutral(self.handle)

    @property
    def initials(self) -> str:
        return initials_of(self.name or self.handle)


def initials_of(name: str) -> str:
    words = name.split()
    return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()
