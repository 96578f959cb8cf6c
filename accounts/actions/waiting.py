"""What a visitor did waits here, and is done once, by the member they turn out to be."""

import logging
import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member, Passage, WaitingAct
from accounts.waiting.kinds import kind_of
from core.rules import NotAllowed
from core.text import TextRefused

log = logging.getLogger(__name__)


@transaction.atomic
def keep_act(
    *,
    key: uuid.UUID,
    browser_id: uuid.UUID,
    kind: str,
    facts: dict[str, Any],
    label: str,
    back: str,
    text: str = "",
    is_asked: bool = True,
) -> WaitingAct | None:
    """Keep what a visitor wrote under its form's key; None when that key is another's or already done.

    `is_asked` is False while they still write: such an act waits for Post as well as for a sign-in.
    """
    now = timezone.now()
    fields = {"kind": kind, "facts": facts, "label": label[:200], "text": text, "back": back[:500]}
    rows = WaitingAct.objects.select_for_update(of=("self",), no_key=True)
    act, is_new = rows.get_or_create(
        pk=key, defaults={"browser_id": browser_id, "updated_at": now, **fields}
    )
    if not is_new and (act.done_at or act.member_id or act.browser_id != browser_id):
        return None
    for name, value in fields.items():
        setattr(act, name, value)
    act.updated_at, act.asked_at, act.refused = now, now if is_asked else None, ""
    if act.passage is None:
        act.passage = Passage.objects.create(day=timezone.localdate(now), kind=kind)
    if is_asked and act.passage.asked_after is None:
        act.passage.asked_after = _seconds(act.created_at, now)
        act.passage.save(update_fields=["asked_after"])
    act.save()
    return act


@transaction.atomic
def do_act(
    *, by: Member, act: WaitingAct, way: str = "", clicks: int | None = None, by_claim: bool = False
) -> WaitingAct:
    """Do what waited, once, whoever else tries at the same moment. What is no longer allowed stays, with the reason.

    Raises NotAllowed when the act is another member's.
    """
    rows = WaitingAct.objects.select_for_update(of=("self",), no_key=True)
    act = rows.select_related("passage").get(pk=act.pk)
    if act.member_id not in (None, by.pk):
        raise NotAllowed(_("This was already posted by somebody else."))
    if act.done_at:
        return act
    _note_return(act, way, clicks, by_claim)
    act.member = by
    kind = kind_of(act.kind)
    try:
        if kind is None:
            raise NotAllowed(_("This can no longer be done."))
        with transaction.atomic():
            landing = kind.do(by, act)
    except Http404:
        act.refused = _("What this was about is gone, or no longer open.")
    except (NotAllowed, TextRefused) as why:
        act.refused = str(why)[:300]
    else:
        return _settle(act, landing=landing, by_claim=by_claim)
    act.save()
    return act


def try_act(*, by: Member, act: WaitingAct, **how: Any) -> WaitingAct | None:
    """`do_act` at the moment of a sign-in, which nothing that waits may keep from succeeding."""
    try:
        return do_act(by=by, act=act, **how)
    except NotAllowed:
        return None
    except Exception:
        log.exception("What waited could not be done, and still waits: %s", act.kind)
        return None


@transaction.atomic
def settle_act(*, key: uuid.UUID, by: Member, landing: str) -> None:
    """What waited was done in another way, such as by its form."""
    rows = WaitingAct.objects.select_for_update(of=("self",), no_key=True)
    act = rows.select_related("passage").filter(pk=key, done_at=None).first()
    if act and act.member_id in (None, by.pk):
        act.member = by
        _settle(act, landing=landing, by_claim=False)


def _settle(act: WaitingAct, *, landing: str, by_claim: bool) -> WaitingAct:
    now = timezone.now()
    if act.passage and act.asked_at:
        act.passage.posted_after = _seconds(act.asked_at, now)
        act.passage.save(update_fields=["posted_after"])
    act.done_at, act.landing, act.done_elsewhere = now, landing[:500], by_claim
    act.text, act.facts, act.refused, act.passage = "", {}, "", None
    act.save()
    return act


def _note_return(act: WaitingAct, way: str, clicks: int | None, by_claim: bool) -> None:
    passage = act.passage
    if passage is None or act.asked_at is None or passage.returned_after is not None:
        return
    passage.returned_after = _seconds(act.asked_at, timezone.now())
    passage.way, passage.clicks, passage.by_claim = way[:60], clicks, by_claim
    passage.save(update_fields=["returned_after", "way", "clicks", "by_claim"])


def _seconds(begin: datetime, end: datetime) -> int:
    return max(0, round((end - begin).total_seconds()))


def sweep_waiting() -> int:
    """Delete what nobody touched for seven days, done or not; returns how many. Their passages stay, nobody's."""
    return WaitingAct.objects.expired().delete()[1].get("accounts.WaitingAct", 0)
