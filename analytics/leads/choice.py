"""Which leads a page is about, as its address says: so each number of a table is a link to exactly its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from analytics.lens import Lens
from analytics.metrics import goals, leads, stalls
from analytics.metrics.leads import in_places
from analytics.models import Lead, LeadTransition, Stage, Touch

UNKNOWN = "unknown"
"""Of those whose first visit is not known."""
THINGS = ("topic", "article", "page")


@dataclass(frozen=True, slots=True)
class Choice:
    """Empty: all leads first seen in the period.

    `came`: sourced or influenced. `stage`: where they are; `reached`: as far as that, or further. `via`, `source`: how they
    came. `first`: what they saw first, `touched`: what they saw before a step, as "topic:7", "article:7" or "page:visit".
    `still`: only those who stand still.
    """

    came: str = ""
    stage: str = ""
    reached: str = ""
    via: str = ""
    source: str = ""
    first: str = ""
    touched: str = ""
    still: str = ""

    @property
    def query(self) -> str:
        """As it stands in an address, to be followed by the lens."""
        chosen = {each.name: getattr(self, each.name) for each in fields(self)}
        found = urlencode({name: value for name, value in chosen.items() if value})
        return f"{found}&" if found else ""

    def rows(self, lens: Lens) -> QuerySet[Lead]:
        if self.touched:
            found = goals.influenced(lens).filter(_stepped_after(lens, self.touched))
        elif self.came:
            found = goals.of(lens, self.came)
        else:
            found = leads.rows(lens)
        if self.stage:
            found = found.filter(stage=self.stage)
        if self.reached:
            found = found.filter(_got_to(self.reached))
        if self.via:
            found = found.filter(via="" if self.via == UNKNOWN else self.via)
        if self.source:
            found = found.filter(source=self.source)
        if self.first:
            found = found.filter(_is(self.first, "first_touch__"))
        if self.still:
            found = found.filter(pk__in=stalls.rows(lens).order_by().values("pk"))
        return found

    def title(self) -> str:
        if self.touched:
            return _("Leads who saw it before a step")
        if self.first:
            return _("Leads who saw it first")
        if self.still:
            return str(stalls.METRIC.definition.title)
        if self.came:
            return str(goals.WAYS[self.came])
        if self.reached:
            return _("Leads who got as far as %(stage)s") % {"stage": Stage(self.reached).label}
        parts = [str(Stage(self.stage).label)] if self.stage else [_("Leads")]
        if self.via:
            words = _("whose first visit is not known") if self.via == UNKNOWN else _("who came %(way)s") % {"way": Touch.Via(self.via).label}  # fmt: skip
            parts.append(words)
        if self.source:
            parts.append(f"({self.source})")
        return " ".join(parts)


def read_choice(query: Mapping[str, str]) -> Choice:
    """Out of an address; nonsense chooses nothing."""

    def one_of(name: str, known: Any) -> str:
        asked = query.get(name, "")
        return asked if asked in known else ""

    return Choice(
        came=one_of("came", goals.WAYS),
        stage=one_of("stage", Stage.values),
        reached=one_of("reached", Stage.values),
        via=one_of("via", [*Touch.Via.values, UNKNOWN]),
        source=query.get("source", "")[:100].replace("\0", ""),
        first=_thing(query.get("first", "")),
        touched=_thing(query.get("touched", "")),
        still=one_of("still", ["1"]),
    )


def _thing(text: str) -> str:
    kind, _colon, key = text.partition(":")
    if kind == "page":
        return text if key in Touch.Kind.values else ""
    is_key = key.isascii() and key.isdigit() and len(key) < 10
    return text if kind in THINGS and is_key else ""


def _is(thing: str, path: str = "") -> Q:
    """A touch of that conversation, article, or kind of page that is neither."""
    kind, _colon, key = thing.partition(":")
    if kind == "page":
        return Q(**{f"{path}kind": key, f"{path}topic": None, f"{path}article": None})
    return Q(**{f"{path}{kind}": int(key)})


def _got_to(stage: str) -> Q:
    further = Stage.values[Stage.values.index(stage) :]
    steps = LeadTransition.objects.filter(lead=OuterRef("pk"), to_stage__in=further)
    return Q(Exists(steps))


def _stepped_after(lens: Lens, thing: str) -> Q:
    """They took a step forward in the period, and had seen it by then."""
    theirs = Q(member=OuterRef("lead__member"))
    theirs |= Q(member=None, browser=OuterRef("lead__browser"))
    seen = in_places(lens, Touch.objects.consented()).filter(theirs, _is(thing))
    steps = goals.steps(lens).filter(Exists(seen.filter(at__lte=OuterRef("at"))))
    return Q(pk__in=steps.values("lead"))
