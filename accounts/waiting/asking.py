"""What a view calls when a visitor has done something that only a member may do: keep it, ask who they are."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.actions import keep_act
from accounts.waiting.clicks import begin_counting
from core.limits import client_address, demand_pace

PRESSES = 30
WINDOW_SECONDS = 600


def ask_to_sign_in(
    request: HttpRequest,
    *,
    key: uuid.UUID,
    kind: str,
    facts: dict[str, Any],
    label: str,
    back: str,
    text: str = "",
) -> HttpResponseBase:
    """Keep what they did under its form's key and lead to the sign-in page; raises TooMany for an address that floods."""
    demand_pace_of_visitors(request)
    act = keep_act(
        key=key,
        browser_id=request.browser.keep(),  # type: ignore[attr-defined]
        kind=kind,
        facts=facts,
        label=label,
        back=back,
        text=text,
    )
    return lead_to_sign_in(request, back=back, is_kept=act is not None)


def lead_to_sign_in(request: HttpRequest, *, back: str, is_kept: bool) -> HttpResponseBase:
    if not is_kept:
        messages.info(request, _("This was sent before."))
        return redirect(back)
    begin_counting(request)
    messages.info(request, _("It is kept. Say who you are, and it is done."))
    return redirect(f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': back})}")


def demand_pace_of_visitors(request: HttpRequest) -> None:
    """Raise TooMany for an address from which too much comes to wait."""
    if not request.user.is_authenticated:
        address = client_address(request)
        demand_pace(f"wait:{address}", limit=PRESSES, seconds=WINDOW_SECONDS, when_down=True)
