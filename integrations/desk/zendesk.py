"""Zendesk Support, by its REST API v2.

Sources: developer.zendesk.com, "Incremental Exports" (cursor-based), "Tickets", "Ticket Comments", "Rate limits", "Side-Loading"
(comment_count), "Idempotency" (the header Idempotency-Key on creation). Sign-in by API token: "{address}/token" and the token as Basic.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from integrations.casefile.columns import bare
from integrations.casefile.reading import CHANNELS
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
from support.models import Case

OURS = "hearth-"
STATUSES = {
    "new": "new", "open": "open", "pending": "waiting", "hold": "open", "solved": "solved", "closed": "closed",
}  # fmt: skip
A_PAGE = 100
MOST_COMMENT_PAGES = 10


class Zendesk:
    def __init__(self, *, slug: str, origin: str, account: str, token: str) -> None:
        self.slug = slug
        self.client = DeskClient(origin, auth=(f"{account}/token", token))

    def check(self) -> list[Check]:
        try:
            me = self.client.get("/api/v2/users/me.json").found.get("user") or {}
        except DeskRefused as error:
            return [
                bad(_("Reaching it"), error, _("Look at the address, the account and the token."))
            ]
        except DeskAway as error:
            return [warn(_("Reaching it"), error, _("Try again in a minute."))]
        # With a wrong token it answers all the same, as if to nobody.
        if not me.get("id"):
            cure = _(
                "Make a new API token in Admin Center, and write the account's address exactly."
            )
            return [
                good(_("Reaching it"), _("It answers.")),
                bad(_("Our key"), _("It does not know us."), cure),
            ]
        checks = [
            good(_("Reaching it"), _("It answers.")),
            good(_("Our key"), _("We are %s.") % me.get("name")),
        ]
        if me.get("role") == "admin":
            checks.append(
                good(_("Reading its cases"), _("Allowed: the account is an administrator."))
            )
        else:
            cure = _("Exports are for administrators: use the token of one.")
            checks.append(bad(_("Reading its cases"), _("The account is no administrator."), cure))
        return checks

    def hand_off(self, case: Case, *, key: str, is_again: bool) -> str:
        name, email = asker(case)
        ticket: dict[str, Any] = {
            "subject": case.subject,
            "comment": {"body": story(case)},
            "external_id": f"{OURS}{case.number}",
            "tags": ["hearth", *case.tags],
            "priority": case.priority,
        }
        if email:
            ticket["requester"] = {"name": name or email, "email": email}
        headers = {"Idempotency-Key": key}
        found = self.client.ask(
            "POST", "/api/v2/tickets.json", json={"ticket": ticket}, headers=headers
        )
        number = (found.found.get("ticket") or {}).get("id")
        if not number:
            raise DeskAway(_("It did not say under which number it has the case."))
        return str(number)

    def pages(self, since: datetime, cursor: str) -> Iterator[DeskPage]:
        while True:
            place = {"cursor": cursor} if cursor else {"start_time": int(since.timestamp())}
            found = self.client.get(
                "/api/v2/incremental/tickets/cursor.json",
                **{"include": "users,metric_sets,comment_count", "per_page": A_PAGE} | place,
            ).found
            users = {each["id"]: each for each in found.get("users") or []}
            metrics = {each["ticket_id"]: each for each in found.get("metric_sets") or []}
            cases = [
                case
                for ticket in found.get("tickets") or []
                if (case := self._case(ticket, users, metrics))
            ]
            is_last = bool(found.get("end_of_stream"))
            next_cursor = found.get("after_cursor") or cursor
            yield DeskPage(tuple(cases), next_cursor, is_last or next_cursor == cursor)
            if is_last or next_cursor == cursor:
                return
            cursor = next_cursor

    def _case(
        self, ticket: dict[str, Any], users: dict[int, Any], metrics: dict[int, Any]
    ) -> DeskCase | None:
        """None for what is deleted there, or what no case can be made of."""
        status = STATUSES.get(str(ticket.get("status")))
        if status is None:
            return None
        asked = users.get(ticket.get("requester_id") or 0, {})
        numbers = metrics.get(ticket["id"], {})
        via = (ticket.get("via") or {}).get("channel") or ""
        external = str(ticket.get("external_id") or "")
        try:
            return DeskCase(
                desk=self.slug,
                reference=str(ticket["id"]),
                number=our_number(external),
                subject=ticket.get("subject") or ticket.get("raw_subject") or "",
                body=ticket.get("description") or "",
                opened_at=needed(ticket.get("created_at")),
                updated_at=moment(ticket.get("updated_at"), "updated_at"),
                status=status,
                channel=CHANNELS.get(bare(str(via)), "import"),
                name=asked.get("name") or "",
                email=asked.get("email") or "",
                priority=ticket.get("priority") or "",
                tags=tuple(ticket.get("tags") or ()),
                solved_at=moment(numbers.get("solved_at"), "solved_at"),
                closed_at=moment(numbers.get("solved_at"), "solved_at")
                if status == "closed"
                else None,
                messages=tuple(self._messages(ticket)),
            )
        except ShapeRefused:
            return None

    def _messages(self, ticket: dict[str, Any]) -> Iterator[DeskMessage]:
        """All comments but the first, which is the ticket's own text; where there is none else, nothing is asked."""
        if ticket.get("comment_count") in (0, 1):
            return
        after, is_first = "", True
        for _page in range(MOST_COMMENT_PAGES):
            place = {"page[after]": after} if after else {}
            found = self.client.get(
                f"/api/v2/tickets/{ticket['id']}/comments.json",
                **{"page[size]": A_PAGE, "include": "users"} | place,
            ).found
            roles = {each["id"]: each.get("role") for each in found.get("users") or []}
            for comment in found.get("comments") or []:
                if not is_first:
                    yield self._message(comment, ticket, roles)
                is_first = False
            meta = found.get("meta") or {}
            after = meta.get("after_cursor") or ""
            if not (meta.get("has_more") and after):
                return

    def _message(
        self, comment: dict[str, Any], ticket: dict[str, Any], roles: dict[int, Any]
    ) -> DeskMessage:
        author = comment.get("author_id")
        is_staff = roles.get(author or 0, "") in ("agent", "admin") and author != ticket.get(
            "requester_id"
        )
        is_public = comment.get("public") is not False
        return DeskMessage(
            reference=str(comment["id"]),
            text=comment.get("plain_body") or comment.get("body") or "",
            at=needed(comment.get("created_at")),
            is_from_company=is_staff or not is_public,
            is_internal=not is_public,
        )


def our_number(text: str) -> int | None:
    """The number of a case of ours that was handed over there."""
    digits = text.removeprefix(OURS)
    is_ours = text.startswith(OURS) and digits.isascii() and digits.isdigit() and len(digits) < 13
    return int(digits) if is_ours else None


def needed(said: Any) -> datetime:
    found = moment(said, "a moment")
    if found is None:
        raise ShapeRefused("A moment is missing.")
    return found
