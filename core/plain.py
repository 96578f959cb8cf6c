"""Requests that no honest browser sends are refused before a view sees them."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict


class PlainTextMiddleware:
    """Answers 400 to a NUL in an address or a form: the database's texts hold none, and nobody types one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if "\0" in request.path or _holds_nul(request.GET) or _holds_nul(request.POST):
            raise BadRequest("A NUL cannot be part of a request.")


def _holds_nul(query: QueryDict) -> bool:
    return any("\0" in each for name in query for each in (name, *query.getlist(name)))
