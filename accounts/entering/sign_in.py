"""Connects allauth's signals: a sign-in adopts the browser, then lets higher floors welcome the member."""

from typing import Any

from allauth.account.signals import user_logged_in, user_signed_up
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.actions import adopt_browser
from accounts.events import MemberJoined
from accounts.models import Member
from accounts.security.notices import tell_of_new_browser
from accounts.waiting.arrivals import welcome
from accounts.waiting.returning import do_what_waited
from events.publishing import publish


@receiver(user_signed_up)
def announce(sender: Any, request: HttpRequest, user: Member, **kwargs: Any) -> None:
    with transaction.atomic():
        publish(MemberJoined(member_id=user.pk))


@receiver(user_logged_in)
def arrive(sender: Any, request: HttpRequest, user: Member, **kwargs: Any) -> None:
    browser = getattr(request, "browser", None)
    browser_id = browser.keep() if browser else None
    with transaction.atomic():
        if browser_id:
            tell_of_new_browser(request, user, browser_id)
        adopt_browser(member=user, browser_id=browser_id)
    request.landing = None  # type: ignore[attr-defined]
    if user.is_suspended:  # what waited goes on waiting while its writer may not write
        return
    greeting = welcome(request, user)
    request.landing = do_what_waited(request, user) or greeting  # type: ignore[attr-defined]
