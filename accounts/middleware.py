"""Gives every request a `browser`: the id of its signed cookie, if any, and a way to start keeping one."""

import uuid
from collections.abc import Callable

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from accounts.models import Browser
from accounts.waiting import clicks

COOKIE = "browser"
SALT = "accounts.browser"
MAX_AGE_SECONDS = 60 * 60 * 24 * 400


class RequestBrowser:
    """The browser of one request."""

    def __init__(self, cookie: str) -> None:
        self.id: uuid.UUID | None = None
        self.is_new = False
        if cookie:
            try:
                self.id = uuid.UUID(signing.Signer(salt=SALT).unsign(cookie))
            except (signing.BadSignature, ValueError):
                self.id = None

    def keep(self) -> uuid.UUID:
        """Return the browser's id; make its row, and have its cookie set, where it has none."""
        if self.id is None:
            self.id, self.is_new = uuid.uuid4(), True
        Browser.objects.get_or_create(pk=self.id)
        return self.id

    @property
    def cookie(self) -> str:
        return signing.Signer(salt=SALT).sign(str(self.id))


class BrowserMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        browser = request.browser = RequestBrowser(request.COOKIES.get(COOKIE, ""))  # type: ignore[attr-defined]
        response = self.get_response(request)
        clicks.note_request(request, response)
        if browser.is_new:
            response.set_cookie(
                COOKIE,
                browser.cookie,
                max_age=MAX_AGE_SECONDS,
                httponly=True,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        return response
