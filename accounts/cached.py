"""Which of this app's pages are kept for visitors, what an event changes of them, and how a visitor's consent is read."""

import time
from functools import lru_cache

from accounts.middleware import COOKIE as BROWSER
from accounts.models import Purpose
from accounts.privacy.consenting import COOKIE as CONSENT
from accounts.privacy.consenting import fresh_answer
from core.pagecache import facts, page
from core.pagecache.asking import Answered, read_consent_with

PEOPLE = "people"


def of_members(member_ids: list[int]) -> list[str]:
    """Pages that show this member, and lists, which show anybody."""
    return [*(f"member:{member}" for member in member_ids), PEOPLE]


def answered(cookies: dict[str, str]) -> Answered | None:
    """What a visitor's cookies say; None where the ledger has to be asked, which renews the cookie."""
    cookie = cookies.get(CONSENT, "")
    if cookie:
        return _answered(cookie, int(time.time() // 60))
    return None if BROWSER in cookies else Answered(False)


@lru_cache(maxsize=2048)
def _answered(cookie: str, minute: int) -> Answered | None:
    answer = fresh_answer(cookie)
    if answer is None or answer["member"] is not None:
        return None
    return Answered(bool(answer["answered"]), answer["held"].get(Purpose.ANALYTICS))


read_consent_with(answered)
facts.subject("member", of_members)
facts.unseen(
    "accounts.MemberJoined", "accounts.MemberSignedIn", "accounts.IdentityRemoved", "accounts.ConsentGiven",
    "accounts.ConsentWithdrawn", "accounts.TrustAtRisk", "accounts.AdmissionAsked", "accounts.AdmissionRefused",
    "accounts.InvitationAccepted", "accounts.ActingStarted", "accounts.ActingEnded", "accounts.MemberBlocked",
    "accounts.MemberUnblocked", "accounts.TrustRulesChanged",
)  # fmt: skip
facts.whole_site(
    "accounts.EntranceChanged", "accounts.IdentityProviderChanged", "accounts.MembersMerged",
    "accounts.ProfileQuestionSaved",
)  # fmt: skip

page("accounts:profile", "show")
page("accounts:role_meanings")
