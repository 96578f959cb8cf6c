"""Where others call: signed, within five minutes, once."""

import json
import uuid
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from core.limits import client_address, demand_pace
from integrations.actions.receive_letter import receive_letter
from integrations.desk.shape import ShapeRefused, cases_in
from integrations.hooks.signing import HEADER, SignatureRefused, demand_signature
from integrations.letters.letter import MOST_BYTES, LetterRefused, read_letter
from integrations.letters.shape import letter_in
from integrations.models import DeskConnection, HookCall
from support.actions import receive_cases

PACE = {"limit": 600, "seconds": 60}
MOST_CALL = MOST_BYTES * 4 // 3 + 1024 * 1024  # a mail as base64, and what stands around it
MOST_CASES_CALL = 5 * 1024 * 1024
_PIECE = 64 * 1024


class TooLarge(ValueError):
    """More came than is taken."""


@method_decorator(csrf_exempt, name="dispatch")
class HookView(View):
    """A signed call to a connection that is switched on. Answers 200 with what became of it, also to a repetition."""

    http_method_names = ["post"]
    kind = DeskConnection.Kind.MAIL
    most_bytes = MOST_CALL

    def post(self, request: HttpRequest, key: uuid.UUID) -> HttpResponse:
        demand_pace(f"hook:{client_address(request)}", when_down=True, **PACE)
        connections = DeskConnection.objects.switched_on().filter(kind=self.kind, hook_key=key)
        connection = connections.first()
        if connection is None:
            raise Http404("There is no such hook.")
        try:
            body = self.body(request)
            digest = demand_signature(connection.secret, request.headers.get(HEADER, ""), body)
        except TooLarge:
            return said("too large", 413)
        except SignatureRefused as why:
            return said(str(why), 403)
        try:
            with transaction.atomic():
                _call, is_new = HookCall.objects.get_or_create(connection=connection, digest=digest)
                if not is_new:
                    return said("taken before", 200)
                return JsonResponse(self.take(request, connection, body))
        except (LetterRefused, ShapeRefused) as why:
            return said(str(why), 422)

    def body(self, request: HttpRequest) -> bytes:
        """What was sent, read in pieces: Django's own limit is for forms."""
        content = bytearray()
        while piece := request.read(_PIECE):
            content += piece
            if len(content) > self.most_bytes:
                raise TooLarge
        return bytes(content)

    def take(self, request: HttpRequest, connection: DeskConnection, body: bytes) -> dict[str, Any]:
        """Mail: its bytes (message/rfc822), or the shape that integrations/letters/shape.py says, as JSON."""
        if request.content_type == "application/json":
            letter, raw = letter_in(as_json(body))
        else:
            letter, raw = read_letter(body), body
        found = receive_letter(connection=connection, letter=letter, raw=raw)
        return {
            "outcome": found.outcome,
            "reason": found.reason,
            "case": found.case.number if found.case else None,
        }


class DeskHookView(HookView):
    """Cases of any other help desk, in the shape that integrations/desk/shape.py says."""

    kind = DeskConnection.Kind.WEBHOOK
    most_bytes = MOST_CASES_CALL

    def take(self, request: HttpRequest, connection: DeskConnection, body: bytes) -> dict[str, Any]:
        received = receive_cases(desk_cases=cases_in(as_json(body), desk=connection.slug))
        return {
            "new": len(received.new), "changed": len(received.changed), "same": len(received.same),
        }  # fmt: skip


def as_json(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ShapeRefused("This is no JSON.") from error
    if not isinstance(found, dict):
        raise ShapeRefused("The call is no JSON object.")
    return found


def said(words: str, status: int) -> JsonResponse:
    return JsonResponse({"said": words}, status=status)
