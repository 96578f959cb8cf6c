"""Kinds of alarm: how each says what it saw, how sure it is, and what one can do. A part that watches brings its own.

    register(AlarmKind(name="surge", title=_("A surge of new conversations"), says=…, sure=…, advises=…))

in a module that `analytics.apps` loads. An alarm keeps numbers; the words are made from them when somebody reads, in
the reader's language.
"""

from collections.abc import Callable
from dataclasses import dataclass

from analytics.metrics.base import Words
from analytics.models import Alarm


@dataclass(frozen=True, slots=True)
class Advice:
    """Something one can do about it; with an address where it can be done here."""

    text: str
    link: str = ""
    link_text: str = ""


@dataclass(frozen=True, slots=True)
class AlarmKind:
    name: str
    title: Words
    says: Callable[[Alarm], str]
    """What it saw, with its numbers."""
    sure: Callable[[Alarm], str]
    """How sure it is: a probability or an interval, and by which method."""
    advises: Callable[[Alarm], list[Advice]]
    looks_at: Words
    """What is watched, how often and by which rule: the definition."""
    evidence: Callable[[Alarm], str] = lambda alarm: ""
    """The address of the rows it saw."""


_kinds: dict[str, AlarmKind] = {}


def register(kind: AlarmKind) -> None:
    _kinds[kind.name] = kind


def kind_of(name: str) -> AlarmKind:
    """Raises KeyError for a kind nobody brought."""
    return _kinds[name]


def is_known(name: str) -> bool:
    return name in _kinds
