"""What the pages of notifications read."""

from accounts.models import Member, Viewer
from core.pages import Page, page
from core.prepared import Given, Prepared
from notifications.models import MailPreference, Notification, Subscription
from notifications.models.subscription import Target, field_of

A_PAGE = 30
MOST_COUNTED = 100  # pages say "99+"


_unread = Prepared(
    lambda viewer: (
        Notification.objects.visible_to(viewer).unread().order_by().values_list("pk")[:MOST_COUNTED]
    )
)


def unread_count(member: Member) -> int:
    """Every page asks: of more than a page would say, no more are counted."""
    return len(_unread.fetch(member))


def inbox(member: Member, *, after: str | None) -> Page:
    rows = Notification.objects.visible_to(member).select_related("actor", "topic", "post")
    return page(rows, order=("-created_at", "-id"), after=after, size=A_PAGE)


def subscriptions(member: Member, *, after: str | None) -> Page:
    """What the member follows and may see, newest first."""
    rows = Subscription.objects.in_force().filter(member=member).visible_to(member)
    rows = rows.select_related("topic__space", "board__space", "space", "person", "tag", "policy")
    return page(rows, order=("-created_at", "-id"), after=after, size=A_PAGE)


def _followed(field: str) -> Prepared:
    """Whether one target of this field is followed."""
    return Prepared(
        lambda viewer: (
            Subscription.objects.in_force()
            .filter(**{"member": viewer.pk, field: Given("target")})
            .values_list("pk")
        )
    )


_FOLLOWED = {
    field: _followed(field) for field in ("topic", "board", "space", "person", "tag", "policy")
}


def is_following(viewer: Viewer, target: Target) -> bool:
    if not viewer.is_authenticated:
        return False
    return bool(_FOLLOWED[field_of(target)].fetch(viewer, target=target.pk))


def wants_mail(member: Member) -> bool:
    return not MailPreference.objects.filter(member=member, wants_mail=False).exists()


def mail_choices(member: Member) -> dict[str, bool]:
    """What they chose of mail; all of it where they chose nothing."""
    chosen = MailPreference.objects.filter(member=member).first()
    return {
        "wants_mail": chosen.wants_mail if chosen else True,
        "wants_votes": chosen.wants_votes if chosen else True,
    }
