"""One page of the tour (tour.py)."""

from dataclasses import dataclass

ROW = "main .row-title a"


@dataclass(frozen=True, slots=True)
class Stop:
    """A page of the tour: `path`, then the first link that matches each of `follow`, one after the other."""

    name: str
    path: str
    role: str
    follow: tuple[str, ...]

    def __init__(self, name: str, path: str, role: str = "visitor", *follow: str) -> None:
        for field, value in zip(
            ("name", "path", "role", "follow"), (name, path, role, follow), strict=True
        ):
            object.__setattr__(self, field, value)
