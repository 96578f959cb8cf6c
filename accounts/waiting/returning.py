"""Somebody has just signed in: what waited for it is done, and they land on it."""

import uuid

from allauth.account.internal.flows.login import get_authentication_records
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actions import claim_acts, try_act
from accounts.models import Member, WaitingAct
from accounts.waiting import clicks
from accounts.waiting.claiming import claim_in_session
from accounts.waiting.kinds import kind_of
from core.rules import NotAllowed
from uploads.actions import adopt_uploads


def do_what_waited(request: HttpRequest, member: Member) -> str | None:
    """Do it, say so, and return where to land; None when nothing waited."""
    way, pressed = way_of(request, member), clicks.counted(request)
    acts = _claimed(request, member, way, pressed)
    browser = getattr(request, "browser", None)
    if browser is not None and browser.id is not None:
        adopt_uploads(owner=member, browser_id=browser.id)
        acts += _here(member, browser.id, way, pressed)
    landing = tell(request, acts)
    if landing is None and browser is not None and browser.id is not None:
        landing = _done_elsewhere(request, member, browser.id)
    return landing


def tell(request: HttpRequest, acts: list[WaitingAct]) -> str | None:
    """Say what became of acts; returns the address of the last one done, else of the page that says why not."""
    done = [act for act in acts if act.done_at]
    for words in dict.fromkeys(str(kind.done) for act in done if (kind := kind_of(act.kind))):
        messages.success(request, words)
    if len(done) < len(acts):
        messages.info(request, _("Something you wrote still waits."))
    if done:
        return done[-1].landing
    return reverse("accounts:kept") if acts else None


def way_of(request: HttpRequest, member: Member) -> str:
    """How they signed in: a provider's name, code, password, passkey; "mail" for a new, confirmed address."""
    for record in get_authentication_records(request, member):
        if record.get("provider"):
            return str(record["provider"])
        if record.get("method") == "mfa":
            return "passkey" if record.get("type") == "webauthn" else "second factor"
        return str(record.get("method", ""))
    return "mail"


def _here(member: Member, browser_id: uuid.UUID, way: str, pressed: int | None) -> list[WaitingAct]:
    """What waited at this browser. What was pressed long ago may be another's, at a shared machine: it is offered."""
    acts = WaitingAct.objects.asked().filter(browser=browser_id, member=None)
    tried = []
    for act in acts.order_by("asked_at"):
        found = try_act(by=member, act=act, way=way, clicks=pressed) if act.is_fresh else act
        tried.append(found or act)
    return tried


def _claimed(
    request: HttpRequest, member: Member, way: str, pressed: int | None
) -> list[WaitingAct]:
    claim = claim_in_session(request)
    if claim is None:
        return []
    try:
        return claim_acts(by=member, claim=claim, way=way, clicks=pressed)
    except NotAllowed as why:
        messages.error(request, str(why))
        return []


def _done_elsewhere(request: HttpRequest, member: Member, browser_id: uuid.UUID) -> str | None:
    """What was claimed on another device meanwhile: shown here once."""
    claimed = WaitingAct.objects.filter(browser=browser_id, member=member, done_elsewhere=True)
    landing = claimed.order_by("done_at").values_list("landing", flat=True).last()
    if landing and claimed.update(done_elsewhere=False):
        messages.success(request, _("This was posted already, from your other device."))
    return landing
