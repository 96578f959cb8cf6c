"""From what happened to what changed: the names behind the facts of an event.

Facts are ids: "topic_id", "from_board_id", "topic_ids". Apps say what a subject stands for
(`subject("topic", …)`). An event that names no subject changes the whole site, unless it is known to change no
page (`unseen`): what is new and unheard of costs speed, never truth.
"""

from collections.abc import Callable, Iterable
from typing import Any

from core.pagecache.versions import SITE, changed, tell

Names = Callable[[list[int]], Iterable[str]]
_subjects: dict[str, Names] = {}
_spares: dict[str, Names] = {}
_unseen: set[str] = set()
_whole_site: set[str] = set()


def subject(name: str, names: Names) -> None:
    """Facts whose field ends in `name`_id (or _ids) change `names(ids)`."""
    _subjects[name] = names


def spare_subject(name: str, names: Names) -> None:
    """A subject that counts only where the facts name no other: it costs a query more."""
    _spares[name] = names


def unseen(*kinds: str) -> None:
    """Events such as "accounts.MemberSignedIn" that no visitor's page shows."""
    _unseen.update(kinds)


def whole_site(*kinds: str) -> None:
    """Events that change more than the subjects they name: who sees what, what stands on every page."""
    _whole_site.update(kinds)


def names_of(kind: str, facts: dict[str, Any]) -> tuple[str, ...]:
    if kind in _unseen:
        return ()
    if kind in _whole_site:
        return (SITE,)
    return _named(_subjects, facts) or _named(_spares, facts) or (SITE,)


def note_event(kind: str, facts: dict[str, Any]) -> None:
    """An event is published: pages change as its transaction commits."""
    changed(*names_of(kind, facts))


def note_late_event(kind: str, facts: dict[str, Any]) -> None:
    """An event is only now delivered: whoever published it may not have lived to say what changed."""
    if names := names_of(kind, facts):
        tell(names)


def _named(subjects: dict[str, Names], facts: dict[str, Any]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for field, value in facts.items():
        names = subjects.get(_subject_of(field))
        ids = [each for each in (value if isinstance(value, list | tuple) else [value]) if each]
        if names and ids:
            found |= dict.fromkeys(names(ids))
    return tuple(found)


def _subject_of(field: str) -> str:
    for ending in ("_id", "_ids"):
        if field.endswith(ending):
            return field.removesuffix(ending).rsplit("_", 1)[-1]
    return ""
