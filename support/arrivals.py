from django.http import HttpRequest

from accounts.models import Member
from accounts.waiting.arrivals import on_arrival
from support.actions import claim_enquiries


@on_arrival
def keep_what_was_typed(request: HttpRequest, member: Member) -> None:
    """The contact form begun as a visitor goes on after signing in."""
    browser = getattr(request, "browser", None)
    if browser and browser.id:
        claim_enquiries(member=member, browser_id=browser.id)
