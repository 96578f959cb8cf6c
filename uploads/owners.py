"""Who may see what uses an upload: each app above says so for its own things, in its apps.py."""

from collections.abc import Callable
from typing import Any

MaySee = Callable[[Any, set[str]], bool]

_owners: dict[str, MaySee] = {}


def register(used_by: str, may_see: MaySee) -> None:
    """`may_see(viewer, object_ids)` says whether the viewer may see one at least of these `used_by`."""
    _owners[used_by] = may_see


def may_see(viewer: Any, used_by: str, object_ids: set[str]) -> bool:
    """Whether the viewer may see one of the things; nothing of an unknown kind is seen by anybody."""
    asked = _owners.get(used_by)
    return asked is not None and bool(asked(viewer, object_ids))
