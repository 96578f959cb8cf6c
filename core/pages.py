"""Keyset pagination: pages that stay right while rows come and go, as quick at the end as at the start."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from typing import Any
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, Model, Q, QuerySet
from django.http import Http404

BEHIND, BEFORE = "a", "b"
MAX_TOKEN = 500
MAX_NUMBER = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page; `next` and `previous` are tokens for ?after=, or None where there is no such page."""

    items: list[Any]
    next: str | None
    previous: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands: which way to read from which row. No values: at the beginning."""

    order: tuple[str, ...]
    side: str = BEHIND
    values: list[Any] | None = None

    @property
    def sense(self) -> tuple[str, ...]:
        """The order to read in."""
        return self.order if self.side == BEHIND else tuple(_turned(name) for name in self.order)

    def page(self, found: list[Any], size: int) -> Page:
        """The page of what was found: `size` rows of `order`, and one more where there are more."""
        items, more = found[:size], len(found) > size
        if self.side == BEFORE:
            items.reverse()
        has_next, has_previous = (more, bool(self.values)) if self.side == BEHIND else (True, more)
        if not items:
            return Page([], None, None)
        return Page(
            items,
            token(BEHIND, items[-1], self.order) if has_next else None,
            token(BEFORE, items[0], self.order) if has_previous else None,
        )


def place(model: type[Model], *, order: tuple[str, ...], after: str | None) -> Place:
    """The place a token for ?after= says. Raises Http404 on a token that is not ours."""
    side, values = _read(after, order, model) if after else (BEHIND, None)
    return Place(order, side, values)


def page(queryset: QuerySet[Any], *, order: tuple[str, ...], after: str | None, size: int) -> Page:
    """The `size` rows where the token `after` says, by one query.

    `order` names fields, never null, with "-" for descending; together they are unique (end with the id).
    Raises Http404 on a token that is not ours.
    """
    here = place(queryset.model, order=order, after=after)
    rows = queryset.order_by(*here.sense)
    if here.values is not None:
        rows = rows.filter(beyond(here.sense, here.values))
    return here.page(list(rows[: size + 1]), size)


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def beyond(order: tuple[str, ...], values: list[Any]) -> Q:
    """The rows behind those values. The first condition says what the others imply, for the index's sake."""
    (first, start), beyond, same = (order[0], values[0]), Q(), Q()
    for name, value in zip(order, values, strict=True):
        field, lookup = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
        beyond |= same & Q(**{f"{field}__{lookup}": value})
        same &= Q(**{field: value})
    return (
        Q(**{f"{first.lstrip('-')}__{'lte' if first.startswith('-') else 'gte'}": start}) & beyond
    )


def token(side: str, row: Any, order: tuple[str, ...]) -> str:
    plain = [side, *(_plain(_value(row, name.lstrip("-"))) for name in order)]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def _value(row: Any, name: str) -> Any:
    if isinstance(row, dict):
        return row[name]
    return reduce(getattr, name.split("__"), row)


def _plain(value: Any) -> Any:
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _read(given: str, order: tuple[str, ...], model: type[Model]) -> tuple[str, list[Any]]:
    try:
        if len(given) > MAX_TOKEN:
            raise ValueError("too long")
        side, *values = json.loads(base64.urlsafe_b64decode(given + "=" * (-len(given) % 4)))
        if side not in (BEHIND, BEFORE) or len(values) != len(order):
            raise ValueError("wrong shape")
        fields = [_field(model, name.lstrip("-")) for name in order]
        return side, [_typed(each, field) for each, field in zip(values, fields, strict=True)]
    except (
        ValueError,
        TypeError,
        ArithmeticError,
        RecursionError,
        ValidationError,
        binascii.Error,
    ) as error:
        raise Http404("There is no such page.") from error


def _field(model: type[Model], name: str) -> Field | None:
    """The field of that name, through relations; None where it is an annotation."""
    found: Any = None
    for part in name.split("__"):
        try:
            found = model._meta.pk if part == "pk" else model._meta.get_field(part)
        except FieldDoesNotExist:
            return None
        model = found.related_model or model
    return found


def _typed(value: Any, field: Field | None) -> Any:
    """The value as the field knows it. Raises ValueError or ValidationError on what cannot be one."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError("not a value")
    if isinstance(value, str) and "\0" in value:
        raise ValueError("not a text")
    if isinstance(value, int | float) and not -MAX_NUMBER <= value <= MAX_NUMBER:
        raise ValueError("not a number of ours")
    if field is None:  # an annotation: a moment, or what it says
        return _moment(value) if isinstance(value, str) else value
    typed = field.to_python(value)
    if typed is None or (isinstance(typed, datetime) and typed.tzinfo is None):
        raise ValueError("not a value of this field")
    return typed


def _moment(value: str) -> datetime | str:
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return value
