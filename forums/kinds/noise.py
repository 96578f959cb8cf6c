"""How much the company may say in a space, and how much of what is said there comes from it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Role, RoleGrant
from forums.models import NoiseSpending, Post, State
from spaces.models import Space, SpaceRole

WINDOW = timedelta(days=30)
STAFF = (Role.MANAGER, Role.EVANGELIST, Role.ADMINISTRATOR, Role.AGENT, Role.EXECUTIVE)


@dataclass(frozen=True, slots=True)
class NoiseBudget:
    """What a space's noise budget says now."""

    most: int
    spent: int
    next_at: datetime | None
    """When there is room again; None where there is room now, or never."""

    @property
    def left(self) -> int:
        return max(0, self.most - self.spent)

    def __str__(self) -> str:
        said = ngettext(
            "%(spent)d of %(most)d announcement or promotional post in the last 30 days.",
            "%(spent)d of %(most)d announcements and promotional posts in the last 30 days.",
            self.most,
        ) % {"spent": self.spent, "most": self.most}
        if self.next_at:
            when = date_format(timezone.localtime(self.next_at), "DATETIME_FORMAT")
            said += " " + _("The next is possible from %(when)s on.") % {"when": when}
        elif not self.most:
            said += " " + _("This space takes none.")
        return said


def noise_budget(space: Space) -> NoiseBudget:
    """One query."""
    since = timezone.now() - WINDOW
    lately = NoiseSpending.objects.filter(space=space, spent_at__gt=since).order_by("-spent_at")
    spent = list(lately.values_list("spent_at", flat=True))
    most = space.noise_budget
    # There is room once fewer than `most` are younger than the window: when the most-th youngest leaves it.
    is_full = most and len(spent) >= most
    return NoiseBudget(most, len(spent), spent[most - 1] + WINDOW if is_full else None)


def staff_of(space: Space) -> Collection[int]:
    """Who speaks for the company in a space now."""
    everywhere = (
        RoleGrant.objects.in_force().filter(role__in=STAFF).values_list("member", flat=True)
    )
    here = SpaceRole.objects.in_force().filter(space=space).values_list("member", flat=True)
    return {*everywhere, *here}


def count_voice(space: Space) -> tuple[int, int]:
    """Posts to be seen in the space of the last 30 days, outside of private boards, and those of them by its staff."""
    posts = Post.objects.filter(
        created_at__gt=timezone.now() - WINDOW,
        state=State.VISIBLE,
        topic__state=State.VISIBLE,
        topic__space=space,
        topic__board__is_private=False,
    ).exclude(topic__board__parent__is_private=True)
    counted = posts.aggregate(
        all=Count("pk"), ours=Count("pk", filter=Q(author__in=staff_of(space)))
    )
    return counted["all"], counted["ours"]
