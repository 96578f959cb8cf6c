"""What the pages of notifications read."""

from accounts.models import Member, Viewer
from core.pages import Page, page
from notifications.models import MailPreference, Notification, Subscription
from notifications.models.subscription import Target

A_PAGE = 30


def unread_count(member: Member) -> int:
    return Notification.objects.visible_to(member).unread().count()


def inbox(member: Member, *, after: str | None) -> Page:
    rows = Notification.objects.visible_to(member).select_related("actor", "topic", "post")
    return page(rows, order=("-created_at", "-id"), after=after, size=A_PAGE)


def subscriptions(member: Member) -> list[Subscription]:
    """What the member follows and may see, newest first."""
    rows = Subscription.objects.in_force().filter(member=member).visible_to(member)
    return list(
        rows.select_related("topic__space", "board__space", "space", "person").order_by(
            "-created_at", "-pk"
        )
    )


def is_following(viewer: Viewer, target: Target) -> bool:
    return (
        viewer.is_authenticated
        and Subscription.objects.in_force().filter(member=viewer.pk).to(target).exists()
    )


def wants_mail(member: Member) -> bool:
    return not MailPreference.objects.filter(member=member, wants_mail=False).exists()
