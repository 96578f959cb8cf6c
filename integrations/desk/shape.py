"""Cases as JSON, for any help desk that can call a webhook.

{"cases": [{"reference": "4711", "subject": "…", "body": "…", "opened_at": "2026-03-01T09:00:00Z", "status": "open",
            "channel": "mail", "name": "…", "email": "…", "product": "…", "order": "…", "priority": "high",
            "tags": ["…"], "updated_at": "…", "first_answered_at": null, "solved_at": null, "closed_at": null,
            "messages": [{"reference": "1", "text": "…", "at": "…", "is_from_company": true, "is_internal": false}]}]}
`reference`, `subject` and `opened_at` are needed. Told again, a case is brought up to date.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from integrations.casefile.moments import FIRST_DAY
from support.received import DeskCase, DeskMessage

MOST_CASES, MOST_MESSAGES = 100, 200
_MOMENTS = ("updated_at", "first_answered_at", "solved_at", "closed_at")
_TEXTS = ("body", "name", "product", "order", "priority")
STATUSES = {"new", "open", "waiting", "solved", "closed"}
CHANNELS = {"form", "mail", "chat", "phone", "import"}


class ShapeRefused(ValueError):
    """The call is not of the shape; its words say where."""


def cases_in(said: dict[str, Any], *, desk: str) -> list[DeskCase]:
    """Raises ShapeRefused."""
    rows = said.get("cases")
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST_CASES:
        raise ShapeRefused(f"“cases” is no list of 1 to {MOST_CASES} cases.")
    return [_case(row, desk, f"cases[{place}]") for place, row in enumerate(rows)]


def _case(row: Any, desk: str, where: str) -> DeskCase:
    if not isinstance(row, dict):
        raise ShapeRefused(f"{where} is no object.")
    messages = row.get("messages") or []
    if not isinstance(messages, list) or len(messages) > MOST_MESSAGES:
        raise ShapeRefused(f"{where}.messages is no list of at most {MOST_MESSAGES}.")
    tags = row.get("tags") or []
    if not isinstance(tags, list) or not all(isinstance(each, str) for each in tags):
        raise ShapeRefused(f"{where}.tags is no list of words.")
    moments: dict[str, Any] = {name: moment(row.get(name), f"{where}.{name}") for name in _MOMENTS}
    opened_at = moment(row.get("opened_at"), f"{where}.opened_at")
    if opened_at is None:
        raise ShapeRefused(f"{where}.opened_at is missing.")
    texts: dict[str, Any] = {name: _text(row.get(name), f"{where}.{name}") for name in _TEXTS}
    return DeskCase(
        desk=desk,
        reference=_needed(row, "reference", where, most=80),
        subject=_needed(row, "subject", where, most=1000),
        opened_at=opened_at,
        status=_one_of(row, "status", STATUSES, "open", where),
        channel=_one_of(row, "channel", CHANNELS, "import", where),
        email=_email(row.get("email"), where),
        tags=tuple(tags[:20]),
        messages=tuple(
            _message(each, f"{where}.messages[{place}]") for place, each in enumerate(messages)
        ),
        **texts,
        **moments,
    )


def _message(row: Any, where: str) -> DeskMessage:
    if not isinstance(row, dict):
        raise ShapeRefused(f"{where} is no object.")
    at = moment(row.get("at"), f"{where}.at")
    if at is None:
        raise ShapeRefused(f"{where}.at is missing.")
    return DeskMessage(
        reference=_needed(row, "reference", where, most=200),
        text=_text(row.get("text"), f"{where}.text"),
        at=at,
        is_from_company=row.get("is_from_company") is True,
        is_internal=row.get("is_internal") is True,
    )


def moment(said: Any, where: str) -> datetime | None:
    """A moment as RFC 3339 writes it, with its zone; nothing for null. Raises ShapeRefused."""
    if said in (None, ""):
        return None
    try:
        found = datetime.fromisoformat(str(said))
    except ValueError as error:
        raise ShapeRefused(f"{where} is no moment such as 2026-03-01T09:00:00Z.") from error
    if found.tzinfo is None:
        found = found.replace(tzinfo=UTC)
    if not FIRST_DAY <= found <= timezone.now() + timedelta(days=1):
        raise ShapeRefused(f"{where} lies in the future, or before 1990.")
    return found


def _text(said: Any, where: str) -> str:
    if said is None:
        return ""
    if not isinstance(said, str):
        raise ShapeRefused(f"{where} is no text.")
    return said


def _needed(row: dict[str, Any], name: str, where: str, *, most: int) -> str:
    said = row.get(name)
    text = str(said).strip() if isinstance(said, (str, int)) else ""
    if not text or len(text) > most:
        raise ShapeRefused(f"{where}.{name} is missing, or longer than {most} signs.")
    return text


def _one_of(row: dict[str, Any], name: str, known: set[str], default: str, where: str) -> str:
    said = row.get(name) or default
    if said not in known:
        raise ShapeRefused(f"{where}.{name} is none of: {', '.join(sorted(known))}.")
    return str(said)


def _email(said: Any, where: str) -> str:
    text = _text(said, f"{where}.email").strip()
    if text:
        try:
            validate_email(text)
        except ValidationError as error:
            raise ShapeRefused(f"{where}.email is no address.") from error
    return text
