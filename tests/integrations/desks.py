"""Help desks of our own that speak the published APIs, on this machine: what they have, what they were asked, when they balk."""

import base64
import json
import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit


class FakeDesk(BaseHTTPRequestHandler):
    """`balks`: answers to give before the right ones, each a status and headers. `asked`: what came, with its headers."""

    asked: ClassVar[list[tuple[str, str, dict[str, str], Any]]]
    balks: ClassVar[list[tuple[int, dict[str, str]]]]
    tickets: ClassVar[list[dict[str, Any]]]
    talk: ClassVar[dict[int, list[dict[str, Any]]]]
    secret = ""
    loses_answers = 0

    def log_message(self, *words: Any) -> None:
        """Says nothing."""

    def do_GET(self) -> None:
        self.take("GET", None)

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self.body = self.rfile.read(length)
        self.take("POST", json.loads(self.body or b"{}"))

    def take(self, method: str, body: Any) -> None:
        desk = type(self)
        parts = urlsplit(self.path)
        desk.asked.append((method, self.path, dict(self.headers), body))
        if desk.balks:
            status, headers = desk.balks.pop(0)
            self.say({"error": "balk"}, status, headers)
            return
        if not self.knows_us():
            self.say(*self.stranger())
            return
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        self.answer(method, parts.path, query, body)

    def knows_us(self) -> bool:
        kind, _blank, said = self.headers.get("Authorization", "").partition(" ")
        return kind == "Basic" and base64.b64decode(said).decode() == self.secret

    def stranger(self) -> tuple[Any, int]:
        return {"error": "Couldn't authenticate you"}, 401

    def say(self, what: Any, status: int = 200, headers: dict[str, str] | None = None) -> None:
        content = json.dumps(what).encode()
        self.send_response(status)
        for name, value in {
            "Content-Type": "application/json",
            "Content-Length": str(len(content)),
            **(headers or {}),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def hang_up(self) -> None:
        """Does what was asked, and the answer is lost."""
        self.close_connection = True
        self.connection.close()

    def answer(self, method: str, path: str, query: dict[str, str], body: Any) -> None:
        raise NotImplementedError


class FakeZendesk(FakeDesk):
    """developer.zendesk.com: incremental tickets by cursor, comments by cursor, tickets with an Idempotency-Key, me."""

    secret = "admin@fennimore.example/token:zen-token"
    role = "admin"
    made: ClassVar[dict[str, int]]

    def answer(self, method: str, path: str, query: dict[str, str], body: Any) -> None:
        if path == "/api/v2/users/me.json":
            self.say({"user": {"id": 1, "name": "Ann Admin", "role": self.role}})
        elif path == "/api/v2/incremental/tickets/cursor.json":
            self.export(query)
        elif found := re.fullmatch(r"/api/v2/tickets/(\d+)/comments.json", path):
            self.comments(int(found[1]), query)
        elif path == "/api/v2/tickets.json" and method == "POST":
            self.create(body["ticket"])
        else:
            self.say({"error": "InvalidEndpoint"}, 404)

    def stranger(self) -> tuple[Any, int]:
        if self.path.startswith("/api/v2/users/me.json"):
            return {"user": {"id": None, "name": "Anonymous user", "role": "end-user"}}, 200
        return super().stranger()

    def export(self, query: dict[str, str]) -> None:
        if ("cursor" in query) == ("start_time" in query):
            self.say({"error": "StartTimeMissing"}, 400)
            return
        size = int(query["per_page"])
        start = int(query["cursor"].removeprefix("at-")) if "cursor" in query else 0
        rows = self.tickets[start : start + size]
        if "comment_count" in query.get("include", ""):
            rows = [{**each, "comment_count": len(self.talk.get(each["id"], [1]))} for each in rows]
        end = start + len(rows)
        users = {each["requester_id"]: each for each in rows}
        self.say(
            {
                "tickets": rows,
                "users": [
                    {"id": pk, "name": f"Person {pk}", "email": f"p{pk}@mail.example", "role": "end-user"}
                    for pk in users
                ],
                "metric_sets": [
                    {"ticket_id": each["id"], "solved_at": each.get("_solved_at")} for each in rows
                ],
                "after_cursor": f"at-{end}", "after_url": f"http://elsewhere.example/?cursor=at-{end}",
                "end_of_stream": end >= len(self.tickets),
            }
        )  # fmt: skip

    def comments(self, ticket: int, query: dict[str, str]) -> None:
        rows = self.talk.get(ticket, [])
        size = min(int(query["page[size]"]), 2)  # a small page, so that there are several
        start = int(query.get("page[after]") or 0)
        self.say(
            {
                "comments": rows[start : start + size],
                "users": [{"id": 1, "role": "admin"}, {"id": 2, "role": "agent"}],
                "meta": {"has_more": start + size < len(rows), "after_cursor": str(start + size)},
            }
        )

    def create(self, ticket: dict[str, Any]) -> None:
        key = self.headers["Idempotency-Key"]
        number = self.made.setdefault(key, 9000 + len(self.made))
        if type(self).loses_answers:
            type(self).loses_answers -= 1
            self.hang_up()
            return
        self.say({"ticket": {"id": number, **ticket}}, 201)


class FakeFreshdesk(FakeDesk):
    """developers.freshdesk.com: tickets by page with a Link header, conversations, a ticket made, tickets by tag."""

    secret = "fresh-key:X"

    def answer(self, method: str, path: str, query: dict[str, str], body: Any) -> None:
        if path == "/api/v2/agents/me":
            self.say({"id": 1, "contact": {"name": "Finn Agent"}})
        elif path == "/api/v2/tickets" and method == "GET":
            rows = [
                each
                for each in self.tickets
                if each["updated_at"] >= query.get("updated_since", "")
            ]
            self.paged(sorted(rows, key=lambda each: each["updated_at"]), query)
        elif found := re.fullmatch(r"/api/v2/tickets/(\d+)/conversations", path):
            self.paged(self.talk.get(int(found[1]), []), query)
        elif path == "/api/v2/tickets" and method == "POST":
            self.create(body)
        elif path == "/api/v2/search/tickets":
            mark = re.fullmatch(r"\"tag:'([^']+)'\"", query["query"])[1]
            rows = [each for each in self.tickets if mark in each["tags"]]
            self.say({"total": len(rows), "results": rows})
        else:
            self.say({"code": "not_found"}, 404)

    def paged(self, rows: list[dict[str, Any]], query: dict[str, str]) -> None:
        size, page = int(query.get("per_page", 30)), int(query.get("page", 1))
        end = page * size
        headers = {"Link": f'<{self.path}&page={page + 1}>; rel="next"'} if end < len(rows) else {}
        self.say(rows[end - size : end], headers=headers)

    def create(self, body: dict[str, Any]) -> None:
        if not body.get("email") or not body.get("description"):
            self.say({"description": "Validation failed", "errors": []}, 400)
            return
        made = fresh_ticket(7000 + len(self.tickets), tags=body["tags"], subject=body["subject"])
        type(self).tickets.append(made)
        if type(self).loses_answers:
            type(self).loses_answers -= 1
            self.hang_up()
            return
        self.say(made, 201)


class FakeOther(FakeDesk):
    """A help desk of the company's own, which checks our signature."""

    hmac_secret = ""
    refuses = False

    def take(self, method: str, body: Any) -> None:
        type(self).asked.append((method, self.path, dict(self.headers), body))
        if self.refuses:
            self.say({"message": "no"}, 403)
            return
        self.say({"reference": f"T-{body['case']['number']}"} if "case" in body else {})


def zen_ticket(number: int, **more: Any) -> dict[str, Any]:
    values = {
        "id": number, "external_id": None, "subject": f"Ticket {number}", "description": f"Text {number}",
        "status": "open", "priority": "normal", "requester_id": 100 + number, "assignee_id": 2,
        "via": {"channel": "email"}, "tags": ["pump"], "created_at": "2025-05-01T08:00:00Z",
        "updated_at": f"2025-05-02T{number % 24:02}:00:00Z",
    }  # fmt: skip
    return values | more


def fresh_ticket(number: int, **more: Any) -> dict[str, Any]:
    values = {
        "id": number, "subject": f"Ticket {number}", "description": f"<p>Text {number}</p>",
        "description_text": f"Text {number}", "status": 2, "priority": 3, "source": 1, "tags": ["pump"],
        "requester": {"id": 5, "name": "Person", "email": f"p{number}@mail.example"}, "stats": {},
        "created_at": "2025-05-01T08:00:00Z", "updated_at": f"2025-05-02T08:{number % 60:02}:00Z",
    }  # fmt: skip
    return values | more


@contextmanager
def running(kind: type[FakeDesk], settings: Any, **more: Any):
    """A server of this kind at `.origin`; each time a new one with nothing in it."""
    empty = {"asked": [], "balks": [], "tickets": [], "talk": {}, "made": {}, "loses_answers": 0}
    desk = type("Desk", (kind,), empty | more)
    server = ThreadingHTTPServer(("127.0.0.1", 0), desk)
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
    )
    thread.start()
    desk.origin = f"http://127.0.0.1:{server.server_port}"
    settings.OUTGOING_INSIDE = [desk.origin]
    try:
        yield desk
    finally:
        server.shutdown()
        server.server_close()
