from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was asked. `state`: good, warn (it may work, or could not be asked) or bad (nobody can sign in)."""

    name: str
    state: str
    said: str
    cure: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def good(name: object, said: object) -> Check:
    return Check(str(name), "good", str(said))


def warn(name: object, said: object, cure: object = "") -> Check:
    return Check(str(name), "warn", str(said), str(cure))


def bad(name: object, said: object, cure: object) -> Check:
    return Check(str(name), "bad", str(said), str(cure))
