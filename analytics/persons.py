"""Who is behind a row, as far as they agreed that we may know."""

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from accounts.models import Browser, Consent, Purpose, Role, RoleGrant


@dataclass(frozen=True, slots=True)
class Person:
    """A member, or a browser of nobody we know, who agreed to be measured; nobody is `Person(key)` alone."""

    key: str
    member_id: int | None = None
    browser_id: uuid.UUID | None = None
    consent_id: int | None = None


class Persons:
    """The consents in force of some people (or of all), read with three queries."""

    def __init__(
        self, consents: "list[Consent]", owners: dict[uuid.UUID, int], staff: set[int]
    ) -> None:
        self._owners = owners
        self._staff = staff
        self._held: dict[str, list[Consent]] = defaultdict(list)
        for row in consents:
            self._held[self._key(row.member_id, row.browser_id)].append(row)

    @classmethod
    def load(
        cls,
        member_ids: "set[int] | None" = None,
        browser_ids: "set[uuid.UUID] | None" = None,
        *,
        purpose: str = Purpose.ANALYTICS,
    ) -> "Persons":
        """People by members and browsers; both None: everybody."""
        consents = Consent.objects.in_force().filter(purpose=purpose).order_by("given_at", "pk")
        browsers = Browser.objects.filter(member__isnull=False)
        staff = RoleGrant.objects.in_force().exclude(role=Role.EVANGELIST)
        if member_ids is not None or browser_ids is not None:
            some = Q(pk__in=browser_ids or ()) | Q(member__in=member_ids or ())
            browsers = browsers.filter(some)
            owners = dict(browsers.values_list("pk", "member_id"))
            members = (member_ids or set()) | set(owners.values())
            known = (browser_ids or set()) | owners.keys()
            consents = consents.filter(Q(member__in=members) | Q(member=None, browser__in=known))
            staff = staff.filter(member__in=members)
        else:
            owners = dict(browsers.values_list("pk", "member_id"))
        return cls(list(consents), owners, set(staff.values_list("member_id", flat=True)))

    def member_of(self, member_id: int | None, browser_id: uuid.UUID | None) -> int | None:
        """The member of a row: who signed it, or else who signed in on its browser."""
        if member_id is None and browser_id is not None:
            return self._owners.get(browser_id)
        return member_id

    def is_staff(self, member_id: int | None) -> bool:
        """Whether they are the company's own people (as Member.is_staff says), who are not counted."""
        return member_id in self._staff

    def consent_of(self, member_id: int | None, browser_id: uuid.UUID | None) -> Consent | None:
        """Their first consent in force, or None."""
        return next(iter(self._held.get(self._key(member_id, browser_id), ())), None)

    def at(
        self, member_id: int | None, browser_id: uuid.UUID | None, moment: datetime
    ) -> Person | None:
        """The person behind an act at `moment`, if a consent given until then is in force; else None."""
        key = self._key(member_id, browser_id)
        consent = next((row for row in self._held[key] if row.given_at <= moment), None)
        if consent is None:
            return None
        member_id = self.member_of(member_id, browser_id)
        return Person(key, member_id, None if member_id else browser_id, consent.pk)

    def _key(self, member_id: int | None, browser_id: uuid.UUID | None) -> str:
        member_id = self.member_of(member_id, browser_id)
        return f"member:{member_id}" if member_id else f"browser:{browser_id}"
