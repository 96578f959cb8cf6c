"""What a rule answers, and how a view or an action insists on it."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of a rule: may it be done, and if not, why not, in words for the person asking."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Verdict(True)


def denied(reason: str) -> Verdict:
    return Verdict(False, str(reason))


class NotAllowed(PermissionDenied):
    """Raised by an action whose rule said no; its text is shown to the person (403)."""


def demand(verdict: Verdict) -> None:
    """Raise NotAllowed with the rule's reason unless the verdict allows."""
    if not verdict:
        raise NotAllowed(verdict.reason)
