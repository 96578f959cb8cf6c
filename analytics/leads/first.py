"""What leads saw first, and what they saw before a step: conversations, articles and other pages. The two are never added."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Sum, Value, When

from accounts.models import Viewer
from analytics.leads.choice import Choice
from analytics.leads.funnel import Worth
from analytics.lens import Lens
from analytics.metrics import goals
from analytics.metrics.leads import in_places
from analytics.models import Touch
from analytics.queries import Conversation, readable

MOST = 20
LOOKED_THROUGH = 200
"""As many of the most frequent are looked through for the first twenty; their numbers are counted exactly."""
Thing = tuple[int | None, int | None, str]
"""A conversation, an article, or a kind of page that is neither."""


@dataclass(slots=True)
class FirstLine:
    """`worth`: of the goals of those who saw it first."""

    conversation: Conversation
    sourced: int
    influenced: int
    first: Choice
    touched: Choice
    worth: Worth = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Row:
    topic_id: int | None
    article_id: int | None


def first_lines(lens: Lens, viewer: Viewer, most: int = MOST) -> list[FirstLine]:
    """The most first seen, then the most seen before a step; a fixed number of queries."""
    sourced, worth = _sourced(lens), _worth(lens)
    influenced = _influenced(lens)
    things = sorted(
        {*sourced, *influenced},
        key=lambda thing: (-sourced[thing], -influenced[thing], repr(thing)),
    )[:most]
    exact = influenced if len(influenced) < LOOKED_THROUGH else _influenced(lens, things)
    read = readable(viewer, [_Row(topic, article) for topic, article, _kind in things])
    lines = []
    for thing in things:
        topic, article, kind = thing
        key = f"topic:{topic}" if topic else f"article:{article}" if article else f"page:{kind}"
        found = read.of(_Row(topic, article)) or Conversation(str(Touch.Kind(kind).label))
        lines.append(
            FirstLine(
                found, sourced[thing], exact[thing], Choice(came=goals.SOURCED, first=key), Choice(touched=key), worth.get(thing, {})
            )
        )  # fmt: skip
    return lines


def _thing(topic: int | None, article: int | None, kind: str) -> Thing:
    return topic, article, "" if topic or article else kind


def _sourced(lens: Lens) -> Counter[Thing]:
    names = ("first_touch__topic", "first_touch__article", "first_touch__kind")
    counted: Counter[Thing] = Counter()
    found = goals.sourced(lens).order_by().values_list(*names).annotate(n=Count("pk"))
    for *thing, number in found.order_by("-n", *names)[:LOOKED_THROUGH]:
        counted[_thing(*thing)] += number
    return counted


def _worth(lens: Lens) -> dict[Thing, Worth]:
    path = "member__lead__first_touch__"
    names = (f"{path}topic", f"{path}article", f"{path}kind")
    paid = goals.reached_by(goals.sourced(lens)).exclude(value=0).order_by()
    worth: dict[Thing, Worth] = defaultdict(dict)
    for *thing, currency, value in paid.values_list(*names, "currency").annotate(Sum("value")):
        held = worth[_thing(*thing)]
        held[currency] = held.get(currency, 0) + value
    return worth


def _influenced(lens: Lens, things: list[Thing] | None = None) -> Counter[Thing]:
    """How many leads saw each before their last step in the period; of `things` alone, or of the most frequent."""
    counted: Counter[Thing] = Counter()
    for who in ("member", "browser"):
        seen = _seen(lens, who)
        if things is not None:
            seen = seen.filter(_any_of(things))
        found = seen.values("topic", "article", "page").annotate(n=Count(who, distinct=True))
        found = found.order_by("-n", "topic", "article", "page")
        for row in found if things is not None else found[:LOOKED_THROUGH]:
            counted[row["topic"], row["article"], row["page"]] += row["n"]
    return counted


def _seen(lens: Lens, who: str) -> QuerySet[Any]:
    """Touches before a step forward of their lead in the period; of members, or of browsers that are nobody's yet.

    One join: asking touch by touch for its lead's last step takes ten times as long.
    """
    touches = in_places(lens, Touch.objects.consented())
    if who == "browser":
        touches = touches.filter(member=None)
    lead = f"{who}__lead"
    steps = goals.steps(lens).order_by().values("pk")
    touches = touches.filter(
        **{
            f"{lead}__consent__withdrawn_at": None,
            f"{lead}__transitions__in": steps,
            f"{lead}__transitions__at__gte": F("at"),
        }
    )
    return touches.annotate(page=_PAGE)


_PAGE = Case(When(topic=None, article=None, then=F("kind")), default=Value(""))


def _any_of(things: list[Thing]) -> Q:
    return (
        Q(topic__in=[topic for topic, _, _ in things if topic])
        | Q(article__in=[article for _, article, _ in things if article])
        | Q(topic=None, article=None, kind__in=[kind for _, _, kind in things if kind])
    )
