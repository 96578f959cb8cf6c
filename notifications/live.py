"""Telling open pages of members how many unread notifications they have."""

from collections.abc import Collection

from django.db.models import Count

from core import live
from notifications.models import Notification


def tell_counts(member_ids: Collection[int]) -> None:
    """One query for all. The page then asks the view, which leaves out what they lost sight of."""
    unread = dict(
        Notification.objects.unread()
        .filter(member__in=member_ids)
        .values_list("member")
        .annotate(Count("pk"))
    )
    live.tell_all(
        {"stream": f"member:{each}", "what": "notified", "unread": unread.get(each, 0)}
        for each in member_ids
    )
