"""What the figures put on others' pages."""

from typing import Any

from django.http import HttpRequest

from analytics.health import kinds
from analytics.models import Alarm, Lead, Touch
from analytics.queries import visible_topics
from analytics.rules import may_see_figures, may_see_work, spaces_of_work
from core import slots

SHOWN = 20
ALARMS = 5


def insights_are_theirs(request: HttpRequest, page: dict[str, Any]) -> dict[str, Any] | None:
    """The page that is theirs: executives and evangelists begin with the figures, managers with their work."""
    if may_see_figures(request.user):
        return {"page": "analytics:overview"}
    return {"page": "analytics:work"} if may_see_work(request.user) else None


def what_we_know(request: HttpRequest, page: dict[str, Any]) -> dict[str, Any] | None:
    """What rests on somebody's consent, shown to them on their privacy page; nothing where nothing does."""
    member_id = request.user.pk if request.user.is_authenticated else None
    browser_id = request.browser.id  # type: ignore[attr-defined]
    touches = Touch.objects.consented().of(member_id, browser_id)
    leads = Lead.objects.consented().select_related("first_touch")
    if member_id:
        leads = leads.filter(member=member_id)
    else:
        leads = leads.filter(browser=browser_id) if browser_id else leads.none()
    lead, number = leads.first(), touches.count()
    if lead is None and not number:
        return None
    shown = list(touches.select_related("article").order_by("-at", "-pk")[:SHOWN])
    readable = visible_topics(request.user, {each.topic_id for each in shown if each.topic_id})
    rows = [(touch, readable.get(touch.topic_id or 0)) for touch in shown]
    return {"lead": lead, "number": number, "touches": rows}


def alarms_of_theirs(request: HttpRequest, page: dict[str, Any]) -> dict[str, Any] | None:
    """What stands in the spaces they keep: on top of their queue. One query."""
    if not may_see_work(request.user):
        return None
    found = Alarm.objects.standing().of(spaces_of_work(request.user)).select_related("space")
    alarms = [
        (each, kinds.kind_of(each.kind)) for each in found[:ALARMS] if kinds.is_known(each.kind)
    ]
    return {"standing": alarms} if alarms else None


slots.fill("queue_notice", "analytics/alarm/_queue.html", context=alarms_of_theirs)
slots.fill("me_menu", "analytics/_me.jinja", context=insights_are_theirs, order=60, is_kept=True)
slots.fill("privacy", "analytics/privacy/_known.html", context=what_we_know)
