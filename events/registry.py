"""Which events there are, and who listens. Filled while the apps start; read-only afterwards."""

import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, TypeVar

log = logging.getLogger(__name__)
Fact = TypeVar("Fact")


@dataclass(frozen=True, slots=True)
class Subscriber:
    name: str
    handle: Callable[[Any], None]
    together: bool = False

    def handle_all(self, facts: list[Any]) -> None:
        if self.together:
            self.handle(facts)
        else:
            for fact in facts:
                self.handle(fact)


_classes: dict[str, type] = {}
_subscribers: dict[str, list[Subscriber]] = defaultdict(list)
_heralds: dict[str, list[Callable[[Any], None]]] = defaultdict(list)


def kind_of(event_class: type) -> str:
    """The stable name of an event class: "<app>.<ClassName>"."""
    return f"{event_class.__module__.split('.')[0]}.{event_class.__name__}"


def subscribe(
    *event_classes: type, name: str, together: bool = False
) -> Callable[[Callable[[Any], None]], Callable[[Any], None]]:
    """Have the function called once for every event of these classes.

    It runs in a transaction of its own together with its delivery row, so its database effect
    happens exactly once; what leaves the house must be a row that a job sends.
    `together`: it is given a list of facts of one kind, for much of what it does serves many at once.
    Raises ValueError when two functions claim one name for one event.
    """

    def connect(handle: Callable[[Any], None]) -> Callable[[Any], None]:
        for event_class in event_classes:
            kind = kind_of(event_class)
            _classes[kind] = event_class
            if any(each.name == name and each.handle is not handle for each in _subscribers[kind]):
                raise ValueError(f"{name} already listens to {kind}.")
            if all(each.name != name for each in _subscribers[kind]):
                _subscribers[kind].append(Subscriber(name, handle, together))
        return handle

    return connect


def herald(*event_classes: type) -> Callable[[Callable[[Any], None]], Callable[[Any], None]]:
    """Have the function called right after the commit, by the process that published: for open pages, which wait for no worker.

    It must be quick, ask no database and do no harm when it is called twice: whoever delivers an event late calls it again, for
    the process that published may have ended before it did.
    """

    def connect(handle: Callable[[Any], None]) -> Callable[[Any], None]:
        for event_class in event_classes:
            kind = kind_of(event_class)
            _classes[kind] = event_class
            if handle not in _heralds[kind]:
                _heralds[kind].append(handle)
        return handle

    return connect


def proclaim(kind: str, fact: Any) -> None:
    """Call the heralds; what one raises is logged, and is nobody else's trouble."""
    for handle in _heralds.get(kind, ()):
        try:
            handle(fact)
        except Exception:
            log.exception("%s failed on %s", handle.__qualname__, fact)


def subscribers_of(kind: str) -> list[Subscriber]:
    return _subscribers[kind]


def is_known(kind: str) -> bool:
    """Whether anybody listens to it, so that its class is known."""
    return kind in _classes


def rebuild(kind: str, facts: dict[str, Any]) -> Any:
    """The event object of a stored row; facts this version does not know are left out."""
    event_class = _classes[kind]
    known = {field.name for field in fields(event_class)}
    return event_class(**{name: value for name, value in facts.items() if name in known})
