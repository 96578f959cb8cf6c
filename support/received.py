"""A case as a help desk tells it: what every connector, import and webhook hands to `receive_cases`."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime

FORGOTTEN = "forgotten:"
_MESSAGES = uuid.UUID("6a1f0e0a-3a0c-4a53-9b7e-3f5f0a8f3b52")


@dataclass(frozen=True, slots=True)
class DeskMessage:
    """One message after the first. `reference` is its name in the desk, the same at every telling."""

    reference: str
    text: str
    at: datetime
    is_from_company: bool = False
    is_internal: bool = False


@dataclass(frozen=True, slots=True)
class DeskCase:
    """A case in a help desk. `desk` and `reference` together name it for good; told twice, it is one case.

    `status` is one of new, open, waiting, solved, closed; `channel` one of form, mail, chat, phone, import;
    `product` is a product's name or short name there.
    """

    desk: str
    reference: str
    subject: str
    opened_at: datetime
    body: str = ""
    status: str = "open"
    channel: str = "import"
    name: str = ""
    email: str = ""
    product: str = ""
    order: str = ""
    priority: str = ""
    tags: tuple[str, ...] = ()
    updated_at: datetime | None = None
    first_answered_at: datetime | None = None
    solved_at: datetime | None = None
    closed_at: datetime | None = None
    messages: tuple[DeskMessage, ...] = ()
    number: int | None = None  # of the case here that was handed over and became this one


def forgotten(desk: str, reference: str) -> str:
    """What stands for the reference of a case whose person was forgotten: as forget_member writes it."""
    digest = hashlib.sha256(f"{desk}/{reference}".encode()).hexdigest()
    return FORGOTTEN + digest[:60]


def message_key(desk: str, case: str, message: str) -> uuid.UUID:
    """The key under which a desk's message is kept: the same message is kept once."""
    return uuid.uuid5(_MESSAGES, f"{desk}/{case}/{message}")
