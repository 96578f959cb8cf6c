"""What a column of the file can be, and how its name gives that away."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Field:
    """`names`: what help desks call it, in lower case, without blanks and signs."""

    key: str
    label: str | Promise
    names: tuple[str, ...]
    hint: str | Promise = ""
    is_needed: bool = False


FIELDS = (
    Field(
        "reference", _("Number there"),
        ("ticketid", "id", "number", "ticketnumber", "caseid", "casenumber", "reference", "key", "nummer",
         "ticketnummer", "vorgang", "fallnummer"),
        _("tells cases apart; without it, day, address and subject do"),
    ),
    Field(
        "opened_at", _("Opened"),
        ("createdat", "created", "createdtime", "creationdate", "opened", "openedat", "date", "requestedat",
         "datetimeopened", "erstellt", "erstelltam", "eröffnet", "datum", "angelegt"),
        is_needed=True,
    ),
    Field(
        "subject", _("Subject"), ("subject", "title", "summary", "betreff", "titel", "thema", "rawsubject"),
        is_needed=True,
    ),
    Field(
        "body", _("Text"),
        ("description", "body", "text", "message", "content", "question", "beschreibung", "nachricht", "anfrage"),
    ),
    Field(
        "email", _("E-mail address"),
        ("requesteremail", "email", "customeremail", "contactemail", "from", "emailadresse", "mail", "absender",
         "contactemailaddress", "requestermail"),
    ),
    Field(
        "name", _("Name"),
        ("requestername", "requester", "name", "customer", "customername", "contact", "fullname", "contactname",
         "kunde", "kundenname", "vollstaendigername"),
    ),
    Field("status", _("State"), ("status", "state", "ticketstatus", "stand", "zustand"), _("without it: closed")),
    Field("channel", _("Way in"), ("channel", "via", "source", "origin", "kanal", "quelle", "ticketchannel")),
    Field("product", _("Product"), ("product", "productname", "produkt", "artikel", "model", "modell", "ticketform")),
    Field("order", _("Order"), ("order", "ordernumber", "orderid", "bestellung", "bestellnummer", "auftrag")),
    Field("priority", _("Priority"), ("priority", "ticketpriority", "priorität", "dringlichkeit")),
    Field("tags", _("Tags"), ("tags", "labels", "ticketags", "schlagworte", "tag")),
    Field(
        "first_answered_at", _("First answered"),
        ("firstrespondedat", "firstresponsetime", "firstreplyat", "firstresponseat", "firstansweredat",
         "initialresponsetime", "ersteantwort"),
    ),
    Field("solved_at", _("Solved"), ("solvedat", "resolvedat", "resolvedtime", "solved", "resolved", "gelöst", "gelöstam")),
    Field("closed_at", _("Closed"), ("closedat", "closedtime", "closed", "dateclosed", "geschlossen", "geschlossenam")),
)  # fmt: skip
KEYS = {field.key: field for field in FIELDS}
NEEDED = tuple(field.key for field in FIELDS if field.is_needed)
_SIGNS = re.compile(r"[\W_]+")


def bare(name: str) -> str:
    return _SIGNS.sub("", name).casefold()


def guess(header: Sequence[str]) -> dict[str, str]:
    """Which column is what, by its name: key to the column's name. What no name tells stays out."""
    names = {bare(name): name for name in reversed(header)}
    found: dict[str, str] = {}
    for field in FIELDS:
        for name in field.names:
            if name in names and names[name] not in found.values():
                found[field.key] = names[name]
                break
    return found


def missing(columns: Mapping[str, str]) -> list[Field]:
    """Those that are needed and have no column."""
    return [KEYS[key] for key in NEEDED if not columns.get(key)]
