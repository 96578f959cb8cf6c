"""How often sign-in may be tried: by one address, for one account, and with passwords by everybody together.

Counted in Valkey for all processes, before any view and before allauth's own, finer limits. What cannot be counted
is not answered: 503, by the error page.
"""

import hashlib

from allauth.core.internal.ratelimit import get_ip
from django.http import HttpRequest

from core.limits import count

DOORS = {
    "account_login", "account_signup", "account_request_login_code", "account_confirm_login_code",
    "account_email_verification_sent", "account_confirm_email", "account_reset_password",
    "account_reset_password_from_key", "account_reauthenticate", "account_change_password",
    "account_set_password", "account_email", "socialaccount_signup", "accounts:reauthenticate_by_code",
    "accounts:invitation",
}  # fmt: skip
WITH_PASSWORD = {
    "account_login", "account_reauthenticate", "account_change_password", "account_set_password",
    "account_reset_password_from_key",
}  # fmt: skip

ADDRESS = (60, 60)  # tries, seconds: an office behind one address signs in all the same
TARGET = (20, 300)
PASSWORDS = (600, 60)  # each costs a slow hash: a flood of them ends here, and other ways stay open


def wait_at(request: HttpRequest, door: str) -> int:
    """The seconds to wait before trying this again; 0: go on. Raises redis.RedisError where nothing can be counted."""
    if request.method != "POST" or not (door in DOORS or door.startswith("mfa_")):
        return 0
    tries = [(f"door:address:{get_ip(request)}", *ADDRESS)]
    tries += [(f"door:target:{door}:{target}", *TARGET) for target in targets_of(request)]
    if door in WITH_PASSWORD:
        tries.append(("door:passwords", *PASSWORDS))
    for key, limit, seconds in tries:
        answer = count(key, limit=limit, seconds=seconds)
        if not answer.allowed:
            return max(1, answer.retry_after)
    return 0


def targets_of(request: HttpRequest) -> list[str]:
    """The accounts that are tried, as digests: who is signed in, else who is half signed in and all the form names.

    All of them, so that a name made up in a field nobody reads hides none.
    """
    half = request.session.get("account_login") or {}
    fields = [request.POST.get(name, "").strip().casefold() for name in ("login", "email")]
    if request.user.is_authenticated:
        found = {f"member:{request.user.pk}"}
    else:
        found = {f"named:{named}" for named in fields if named}
        if known := half.get("user_pk") or half.get("email"):
            found.add(f"half:{known}")
    return sorted(hashlib.sha256(target.encode()).hexdigest()[:32] for target in found)
