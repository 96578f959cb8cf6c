"""A row as a case, by the plan that says which column is what."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from integrations.casefile.columns import KEYS, bare
from integrations.casefile.moments import NoMoment, moment
from support.received import DeskCase

_STATUSES = {
    "new": "new neu",
    "open": "open offen inprogress inbearbeitung hold onhold reopened aktiv active assigned zugewiesen 2",
    "waiting": "waiting pending waitingforcustomer waitingoncustomer awaitingreply wartend wartetaufkunde 3 6",
    "solved": "solved resolved gelöst erledigt done fixed 4",
    "closed": "closed geschlossen abgeschlossen complete completed archived 5",
}
_CHANNELS = {
    "mail": "mail email emailmessage",
    "form": "form web webform portal formular contactform feedbackwidget widget api",
    "chat": "chat messaging livechat messenger whatsapp sms",
    "phone": "phone voice call telephone telefon anruf",
}
_PRIORITIES = {
    "low": "low niedrig 1",
    "normal": "normal medium mittel 2",
    "high": "high hoch 3",
    "urgent": "urgent critical dringend kritisch sehrhoch 4",
}


def _words(table: Mapping[str, str]) -> dict[str, str]:
    return {word: key for key, words in table.items() for word in words.split()}


STATUSES, CHANNELS, PRIORITIES = _words(_STATUSES), _words(_CHANNELS), _words(_PRIORITIES)


class RowRefused(ValueError):
    """The row is no case; its words say which cell is wrong, and how."""


@dataclass(frozen=True, slots=True)
class Plan:
    """`columns`: a field's key to the name of its column."""

    columns: Mapping[str, str] = field(default_factory=dict)
    day_first: bool = True
    zone: str = "UTC"

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Plan":
        return cls(kept.get("columns", {}), kept.get("day_first", True), kept.get("zone", "UTC"))

    def as_dict(self) -> dict[str, Any]:
        return {"columns": dict(self.columns), "day_first": self.day_first, "zone": self.zone}


class Reader:
    """Reads the rows of one table of one desk."""

    def __init__(self, desk: str, header: Sequence[str], plan: Plan) -> None:
        places = {name: place for place, name in enumerate(header)}
        self.desk, self.plan = desk, plan
        self.width = len(header)
        self.places = {
            key: places[name]
            for key, name in plan.columns.items()
            if key in KEYS and name in places
        }
        try:
            self.zone = ZoneInfo(plan.zone)
        except (ZoneInfoNotFoundError, ValueError):
            self.zone = ZoneInfo("UTC")

    def case(self, cells: Sequence[str]) -> DeskCase:
        """Raises RowRefused."""
        if len(cells) > self.width:
            raise RowRefused(
                _(
                    "It has %(cells)d cells under %(columns)d columns: a quote or a delimiter is missing."
                )
                % {"cells": len(cells), "columns": self.width}
            )
        said = {key: cells[at] if at < len(cells) else "" for key, at in self.places.items()}
        opened_at = self._moment(said, "opened_at")
        if opened_at is None:
            raise RowRefused(_("“%s” is empty.") % KEYS["opened_at"].label)
        if not said.get("subject") and not said.get("body"):
            raise RowRefused(_("“%s” is empty.") % KEYS["subject"].label)
        closed_at, solved_at = self._moment(said, "closed_at"), self._moment(said, "solved_at")
        for ended in (closed_at, solved_at):
            if ended and ended < opened_at:
                raise RowRefused(_("It ended before it was opened."))
        status = self._word(said, "status", STATUSES, default="closed")
        return DeskCase(
            desk=self.desk,
            reference=self._reference(said),
            subject=said.get("subject") or said["body"][:150],
            body=said.get("body", ""),
            opened_at=opened_at,
            status=status,
            channel=CHANNELS.get(bare(said.get("channel", "")), "import"),
            name=said.get("name", ""),
            email=self._email(said),
            product=said.get("product", ""),
            order=said.get("order", ""),
            priority=PRIORITIES.get(bare(said.get("priority", "")), ""),
            tags=tuple(each for each in said.get("tags", "").replace(",", " ").split() if each)[
                :20
            ],
            first_answered_at=self._moment(said, "first_answered_at"),
            solved_at=solved_at,
            closed_at=closed_at,
        )

    def _moment(self, said: Mapping[str, str], key: str) -> datetime | None:
        text = said.get(key, "")
        if not text:
            return None
        try:
            return moment(text, day_first=self.plan.day_first, zone=self.zone)
        except NoMoment as error:
            raise RowRefused(
                _("“%(column)s” is no day: “%(cell)s”.")
                % {"column": KEYS[key].label, "cell": text[:60]}
            ) from error

    def _word(
        self, said: Mapping[str, str], key: str, words: Mapping[str, str], *, default: str
    ) -> str:
        text = said.get(key, "")
        if not text:
            return default
        if bare(text) not in words:
            raise RowRefused(
                _(
                    "“%(column)s” says “%(cell)s”, which is none of: new, open, waiting, solved, closed."
                )
                % {"column": KEYS[key].label, "cell": text[:60]}
            )
        return words[bare(text)]

    def _email(self, said: Mapping[str, str]) -> str:
        text = said.get("email", "")
        if text:
            try:
                validate_email(text)
            except ValidationError as error:
                raise RowRefused(
                    _("“%(cell)s” is no e-mail address.") % {"cell": text[:80]}
                ) from error
        return text[:254]

    def _reference(self, said: Mapping[str, str]) -> str:
        text = " ".join(said.get("reference", "").split()).lstrip("#")
        if len(text) > 80:
            raise RowRefused(_("“%s” is longer than 80 signs.") % KEYS["reference"].label)
        if text:
            return text
        if "reference" in self.places:
            raise RowRefused(_("“%s” is empty.") % KEYS["reference"].label)
        parts = (said.get(key, "") for key in ("opened_at", "email", "name", "subject"))
        return "row:" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:40]
