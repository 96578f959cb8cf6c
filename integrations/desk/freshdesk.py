"""Freshdesk, by its REST API v2.

Source: developers.freshdesk.com/api: "List All Tickets" (updated_since, order_by, include; at most 300 pages),
"Conversations", "Create a Ticket", "Filter Tickets", "Rate Limit". Sign-in by API key as Basic, the password any letter.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.utils.html import escape, linebreaks
from django.utils.translation import gettext as _

from integrations.desk.base import (
    Check,
    DeskAway,
    DeskCase,
    DeskMessage,
    DeskPage,
    DeskRefused,
    bad,
    good,
    warn,
)
from integrations.desk.client import DeskClient
from integrations.desk.shape import ShapeRefused, moment
from integrations.desk.words import asker, story
from integrations.desk.zendesk import OURS, needed, our_number
from integrations.letters.html_words import words_of
from support.models import Case

# 2 to 5 are the same in every Freshdesk; what a company adds itself waits for somebody.
STATUSES = {2: "open", 3: "waiting", 4: "solved", 5: "closed", 6: "waiting", 7: "open"}
PRIORITIES = {1: "low", 2: "normal", 3: "high", 4: "urgent"}
CHANNELS = {1: "mail", 2: "form", 3: "phone", 7: "chat", 9: "form", 10: "mail"}
A_PAGE, MOST_PAGES, MOST_TALK_PAGES = 50, 300, 10


class Freshdesk:
    def __init__(self, *, slug: str, origin: str, key: str) -> None:
        self.slug = slug
        self.client = DeskClient(origin, auth=(key, "X"))

    def check(self) -> list[Check]:
        try:
            me = self.client.get("/api/v2/agents/me").found
            self.client.get("/api/v2/tickets", per_page=1)
        except DeskRefused as error:
            return [
                bad(
                    _("Reaching it"),
                    error,
                    _("Look at the address and the key: it stands in an agent's profile."),
                )
            ]
        except DeskAway as error:
            return [warn(_("Reaching it"), error, _("Try again in a minute."))]
        name = (me.get("contact") or {}).get("name") or me.get("id")
        return [
            good(_("Reaching it"), _("It answers.")),
            good(_("Our key"), _("We are %s.") % name),
            good(_("Reading its cases"), _("Allowed.")),
        ]

    def hand_off(self, case: Case, *, key: str, is_again: bool) -> str:
        mark = f"{OURS}{case.number}"
        if is_again and (known := self._marked(mark)):
            return known
        name, email = asker(case)
        if not email:
            raise DeskRefused(_("The case has no address, and Freshdesk takes none without."))
        body = {
            "subject": case.subject,
            "description": linebreaks(escape(story(case))),
            "name": name or email,
            "email": email,
            "status": 2,
            "priority": {word: number for number, word in PRIORITIES.items()}.get(case.priority, 1),
            "source": 2,
            "tags": [mark, *[tag[:32] for tag in case.tags]],
        }
        found = self.client.post("/api/v2/tickets", body).found
        if not found.get("id"):
            raise DeskAway(_("It did not say under which number it has the case."))
        return str(found["id"])

    def _marked(self, mark: str) -> str:
        """The ticket that an earlier attempt made."""
        found = self.client.get("/api/v2/search/tickets", query=f"\"tag:'{mark}'\"").found
        results = found.get("results") or []
        return str(results[0]["id"]) if results else ""

    def pages(self, since: datetime, cursor: str) -> Iterator[DeskPage]:
        """The cursor is a moment and a page. After 300 pages it answers no more: then on from the last moment."""
        start, page = _place(cursor, since)
        last = start
        while True:
            answer = self.client.get(
                "/api/v2/tickets", updated_since=f"{start:%Y-%m-%dT%H:%M:%SZ}", order_by="updated_at",
                order_type="asc", include="requester,stats,description", per_page=A_PAGE, page=page,
            )  # fmt: skip
            rows = answer.found if isinstance(answer.found, list) else []
            moments = [moment(row.get("updated_at"), "updated_at") for row in rows]
            last = max([last, *(each for each in moments if each)])
            is_last = 'rel="next"' not in answer.headers.get("link", "")
            if is_last or page >= MOST_PAGES:
                start, page = last, 1
            else:
                page += 1
            cases = tuple(case for row in rows if (case := self._case(row)))
            yield DeskPage(cases, f"{start:%Y-%m-%dT%H:%M:%SZ}|{page}", is_last)
            if is_last:
                return

    def _case(self, row: dict[str, Any]) -> DeskCase | None:
        if row.get("spam") or row.get("deleted"):
            return None
        status = STATUSES.get(row.get("status") or 0, "open")
        asked, stats = row.get("requester") or {}, row.get("stats") or {}
        numbers = [number for tag in row.get("tags") or [] if (number := our_number(str(tag)))]
        try:
            return DeskCase(
                desk=self.slug,
                reference=str(row["id"]),
                number=numbers[0] if numbers else None,
                subject=row.get("subject") or "",
                body=row.get("description_text") or words_of(row.get("description") or ""),
                opened_at=needed(row.get("created_at")),
                updated_at=moment(row.get("updated_at"), "updated_at"),
                status=status,
                channel=CHANNELS.get(row.get("source") or 0, "import"),
                name=asked.get("name") or "",
                email=asked.get("email") or "",
                priority=PRIORITIES.get(row.get("priority") or 0, ""),
                tags=tuple(tag for tag in row.get("tags") or () if not our_number(str(tag))),
                first_answered_at=moment(stats.get("first_responded_at"), "first_responded_at"),
                solved_at=moment(stats.get("resolved_at"), "resolved_at"),
                closed_at=moment(stats.get("closed_at"), "closed_at"),
                messages=tuple(self._messages(row["id"]) if _was_touched(row) else ()),
            )
        except ShapeRefused:
            return None

    def _messages(self, ticket_id: int) -> Iterator[DeskMessage]:
        for page in range(1, MOST_TALK_PAGES + 1):
            answer = self.client.get(
                f"/api/v2/tickets/{ticket_id}/conversations", per_page=100, page=page
            )
            for row in answer.found if isinstance(answer.found, list) else []:
                is_internal = row.get("private") is True
                yield DeskMessage(
                    reference=str(row["id"]),
                    text=row.get("body_text") or words_of(row.get("body") or ""),
                    at=needed(row.get("created_at")),
                    is_from_company=row.get("incoming") is not True,
                    is_internal=is_internal,
                )
            if 'rel="next"' not in answer.headers.get("link", ""):
                return


def _was_touched(row: dict[str, Any]) -> bool:
    """Whether anything can have been said since it was opened: what is said moves `updated_at`, by which we ask."""
    return row.get("updated_at") != row.get("created_at")


def _place(cursor: str, since: datetime) -> tuple[datetime, int]:
    when, _bar, page = cursor.partition("|")
    try:
        start = datetime.fromisoformat(when) if when else since
    except ValueError:
        start = since
    start = start if start.tzinfo else start.replace(tzinfo=UTC)
    return start.astimezone(UTC), int(page) if page.isdigit() else 1
