"""What uses uploads: each app above says for its own things, in its apps.py, who may see them and where they stand."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

MaySee = Callable[[Any, set[str]], bool]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a thing stands that uses an upload, for the person who brought it."""

    label: str
    address: str


Places = Callable[[Any, set[str]], dict[str, Place]]

_owners: dict[str, MaySee] = {}
_places: dict[str, Places] = {}
_bound: dict[str, str | Promise] = {}


def register(
    used_by: str,
    may_see: MaySee,
    *,
    places: Places | None = None,
    bound: str | Promise = "",
) -> None:
    """`may_see(viewer, object_ids)` says whether the viewer may see one at least of these `used_by`.

    `places(viewer, object_ids)` says where those stand that the viewer may see; `bound` says why what they use is not
    deleted on its own, where it is not.
    """
    _owners[used_by] = may_see
    if places:
        _places[used_by] = places
    if bound:
        _bound[used_by] = bound


def may_see(viewer: Any, used_by: str, object_ids: set[str]) -> bool:
    """Whether the viewer may see one of the things; nothing of an unknown kind is seen by anybody."""
    asked = _owners.get(used_by)
    return asked is not None and bool(asked(viewer, object_ids))


def places(viewer: Any, used_by: str, object_ids: set[str]) -> dict[str, Place]:
    """Where these things stand, as far as the viewer may see them."""
    asked = _places.get(used_by)
    return asked(viewer, object_ids) if asked else {}


def why_bound(used_by: Iterable[str]) -> str:
    """Why an upload that these use is not deleted on its own; empty where it may be."""
    return next((str(_bound[each]) for each in used_by if each in _bound), "")
