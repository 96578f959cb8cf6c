"""What may wait for a sign-in. Each app registers its kinds of acts here, in its apps.py; ballots never.

`do` is called with the member and the act once somebody is signed in; it asks the rule again and raises
NotAllowed, TextRefused or Http404 where it holds no more: then the act stays, and its writer is told why.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise

from accounts.models import Member, WaitingAct


@dataclass(frozen=True, slots=True)
class Press:
    """What one press of a button means: ids, words for the one who pressed, the page it stood on."""

    facts: dict[str, Any]
    label: str
    back: str


@dataclass(frozen=True, slots=True)
class Kind:
    """`name` as in "forums.reply"; `read` only where a single press says everything (raises Http404)."""

    name: str
    done: str | Promise
    """What its member is told once it is done."""
    do: Callable[[Member, WaitingAct], str]
    """Returns the address to land on."""
    read: Callable[[HttpRequest], Press] | None = field(default=None)


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def kind_of(name: str) -> Kind | None:
    return _kinds.get(name)


def kinds() -> dict[str, Kind]:
    return dict(_kinds)
