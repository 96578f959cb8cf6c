"""What the person behind a request agreed to, known without a query a page.

The answer is kept in a signed cookie next to the ledger's ids, and read from the ledger again every ten
minutes, so that what was taken back on another device is soon known here too. Whoever writes something
about a person on its strength asks the ledger once more. A refusal is kept in the cookie alone: no row.
"""

from collections.abc import Callable
from typing import TypedDict, cast

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from accounts.models import Consent

COOKIE = "consent"
SALT = "accounts.consent"
FRESH_SECONDS = 600
MAX_AGE_SECONDS = 60 * 60 * 24 * 400


class Answer(TypedDict):
    """The cookie: whose answer (a member's key or nobody's), what is in force, and whether they said no."""

    member: int | None
    held: dict[str, int]
    answered: bool


class RequestConsent:
    """The consent of one request, read when first asked for."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._answer: Answer | None = None
        self.is_changed = False
        self.signals_refusal = request.headers.get("Sec-GPC") == "1"
        """Global Privacy Control: this browser asks every site not to follow its owner."""

    def allows(self, purpose: str) -> int | None:
        """The ledger's id of a consent in force for this purpose, or None."""
        if self.signals_refusal:
            return None
        return self._read()["held"].get(purpose)

    @property
    def is_answered(self) -> bool:
        return self.signals_refusal or self._read()["answered"]

    def refresh(self, *, answered: bool = True) -> None:
        """Read the ledger again, after it was changed by this very request."""
        self._answer = self._from_ledger(answered)
        self.is_changed = True

    @property
    def cookie(self) -> str:
        return signing.dumps(self._read(), salt=SALT, compress=True)

    def _member_id(self) -> int | None:
        user = self._request.user
        return user.pk if user.is_authenticated else None

    def _read(self) -> Answer:
        if self._answer is None:
            self._answer = self._load()
        return self._answer

    def _load(self) -> Answer:
        cookie = self._request.COOKIES.get(COOKIE, "")
        known = _unsigned(cookie, FRESH_SECONDS)
        if known and known["member"] == self._member_id():
            return known
        known = known or _unsigned(cookie, max_age=None)
        if not known and self._member_id() is None and self._request.browser.id is None:  # type: ignore[attr-defined]
            return Answer(member=None, held={}, answered=False)
        self.is_changed = True
        return self._from_ledger(bool(known and known["answered"]))

    def _from_ledger(self, answered: bool) -> Answer:
        member_id, browser_id = self._member_id(), self._request.browser.id  # type: ignore[attr-defined]
        rows = Consent.objects.of(member_id, browser_id).values_list(
            "purpose", "pk", "withdrawn_at"
        )
        found = list(rows)
        held = {purpose: pk for purpose, pk, withdrawn_at in found if withdrawn_at is None}
        return Answer(member=member_id, held=held, answered=answered or bool(found))


def fresh_answer(cookie: str) -> Answer | None:
    """What the cookie says, where it is ours and was read from the ledger within the last ten minutes."""
    return _unsigned(cookie, FRESH_SECONDS)


def _unsigned(cookie: str, max_age: int | None) -> Answer | None:
    if not cookie:
        return None
    try:
        value = signing.loads(cookie, salt=SALT, max_age=max_age)
    except signing.BadSignature:
        return None
    whole = isinstance(value, dict) and value.keys() == Answer.__annotations__.keys()
    return cast(Answer, value) if whole else None


class ConsentMiddleware:
    """Gives every request its `consent`. Stands after the browser's middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        consent = request.consent = RequestConsent(request)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if consent.is_changed:
            response.set_cookie(
                COOKIE,
                consent.cookie,
                max_age=MAX_AGE_SECONDS,
                httponly=True,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        return response
