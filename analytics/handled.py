"""How the page about answering shows what moderators handled, and the rows behind each number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Viewer
from analytics.lens import Lens
from analytics.metrics import handled
from analytics.metrics.base import NOT_ENOUGH, Figure, Metric
from analytics.overview.parts import Card, Reading
from analytics.queries import Conversation, masked, visible_topics
from analytics.wording import share, whole
from core.html import plain_text
from forums.models import Post
from moderation.models import ModerationAct, Report
from spaces.models import Space

PASSAGE = 240
NAMES = {
    "reports": gettext_lazy("Reports closed"),
    "decisions": gettext_lazy("Posts hidden or kept"),
    "reversed": gettext_lazy("Decisions taken back"),
    "holds": gettext_lazy("Held back by the automation"),
    "wrong": gettext_lazy("Held back wrongly"),
}


def cards(reading: Reading) -> list[Card]:
    return [
        _closed(reading),
        _rate(reading, handled.REVERSALS, "reversed", _("%(hits)s of %(all)s decisions were taken back."), _("Nothing was decided.")),
        _rate(reading, handled.ERRORS, "wrong", _("%(hits)s of %(all)s posts held back were shown again."), _("Nothing was held back.")),
    ]  # fmt: skip


def _closed(reading: Reading) -> Card:
    metric, lens = handled.METRIC, reading.lens
    figure = metric.figure(lens)
    rates = figure.details["per_hundred"]
    words = _("Nothing was written.")
    if rates:
        words = _("Per hundred posts: %(closed)s reports closed, %(reversed)s decisions taken back, %(wrong)s held back wrongly.") % {
            "closed": _few(rates["reports"]), "reversed": _few(rates["reversed"]), "wrong": _few(rates["wrong"]),
        }  # fmt: skip
    trends = reading.trends(figure, _number, more_is_good=True, is_count=True)
    links = [(address("reports", lens), _("See the reports"))] if figure.value else []
    return Card(metric.name, metric.definition, whole(figure.value or 0), words, _hour(figure, lens), trends, links)  # fmt: skip


def _number(lens: Lens) -> Figure:
    """Of another period no more than the number is asked."""
    return Figure(handled.closed(lens).count())


def _hour(figure: Figure, lens: Lens) -> str:
    """What an hour bought."""
    found = figure.details["per_hour"]
    if found is None:
        return (
            _("What an hour bought is not said: nobody has named the hours of moderators and staff.")
            if lens.is_whole
            else _("What an hour bought is known for the whole community alone.")
        )  # fmt: skip
    ends = {"low": _few(found.low), "value": _few(found.value), "high": _few(found.high)}
    return _("An hour of work closed %(value)s reports (%(low)s–%(high)s, by the hours assumed).") % ends  # fmt: skip


def _rate(reading: Reading, metric: Metric, kind: str, words: str, none: str) -> Card:
    lens = reading.lens
    figure = metric.figure(lens)
    hits = figure.details["hits"]
    said = words % {"hits": whole(hits), "all": whole(figure.sample)} if figure.sample else none
    links = [(address(kind, lens), _("See them"))] if hits else []
    if figure.value is None:
        return Card(metric.name, metric.definition, str(NOT_ENOUGH).capitalize(), said, "", [], links)  # fmt: skip
    between = _("95 %% interval %(low)s to %(high)s.") % {
        "low": share(figure.low or 0), "high": share(figure.high or 0),
    }  # fmt: skip
    trends = reading.trends(figure, metric.figure, more_is_good=False)
    return Card(metric.name, metric.definition, share(figure.value), said, between, trends, links)


def _few(number: float) -> str:
    """Small rates to two places, large ones to one, nothing to none."""
    return formats.number_format(number, 0 if not number else 2 if number < 1 else 1)


def address(kind: str, lens: Lens) -> str:
    return f"{reverse('analytics:handled')}?only={kind}&{lens.query}"


def lines(lens: Lens) -> list[dict[str, Any]]:
    names = dict(Space.objects.values_list("pk", "name"))
    rest = lens.without("space").query
    return [
        {"name": names[line.space], "space": line.space, "posts": line.posts, "numbers": list(line.numbers.items()), "query": rest}
        for line in handled.by_space(lens)
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A report or an act: what, when, what came of it, and the words it was about where the reader may read them."""

    at: datetime
    what: str
    came: str
    is_undone: bool
    conversation: Conversation
    words: str
    log: str


def rows(found: Sequence[Report | ModerationAct], viewer: Viewer) -> list[Row]:
    """Never who reported, nor who decided: that stands on the log, for whoever may read it. Three queries."""
    posts = Post.objects.readable_by(viewer).filter(
        pk__in={each.post_id for each in found if each.post_id}
    )
    read = {post.pk: post for post in posts}
    topics = visible_topics(viewer, {each.post.topic_id for each in found if each.post})
    acts = {pk for each in found if (pk := _act_of(each))}
    seen = set(ModerationAct.objects.readable_by(viewer).filter(pk__in=acts).values_list("pk", flat=True))  # fmt: skip
    return [_row(each, read, topics, seen) for each in found]


def _act_of(each: Report | ModerationAct) -> int | None:
    return each.act_id if isinstance(each, Report) else each.pk


def _row(
    each: Report | ModerationAct,
    read: dict[int, Post],
    topics: dict[int, Conversation],
    seen: set[int],
) -> Row:
    post = read.get(each.post_id or 0)
    found = topics.get(each.post.topic_id if each.post else 0) or masked()
    words = plain_text(post.html, PASSAGE) if post and found.url else ""
    act = _act_of(each)
    log = reverse("moderation:act", args=[act]) if act in seen else ""
    if isinstance(each, Report):
        at, came = each.decided_at or each.created_at, each.get_decision_display()
        return Row(at, each.get_reason_display(), came, False, found, words, log)
    undone = each.undone_at is not None
    came = _("taken back") if undone else _("stands")
    return Row(each.created_at, each.get_kind_display(), came, undone, found, words, log)
