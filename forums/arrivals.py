from django.http import HttpRequest
from django.urls import reverse

from accounts.arrivals import on_arrival
from accounts.models import Member
from forums.actions import claim_drafts


@on_arrival
def post_what_waited(request: HttpRequest, member: Member) -> str | None:
    """Post what this browser's visitor wrote before signing in, and land on it."""
    browser = getattr(request, "browser", None)
    topics = claim_drafts(member=member, browser_id=browser.id if browser else None)
    return reverse("forums:topic", args=[topics[-1].pk, topics[-1].slug]) if topics else None
