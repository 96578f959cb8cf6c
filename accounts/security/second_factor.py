"""The second factor: what allauth asks us about it, and which members must have one."""

import time
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any, ClassVar

import qrcode
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from qrcode.image.svg import SvgPathFillImage

from accounts.entering.entrance import entrance
from accounts.models import Member
from core.sealing import seal, unseal

FRESH_SECONDS = 30.0
MOST_KNOWN = 10_000
KINDS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]

_roles_elsewhere: list[Callable[[Member], Iterable[str]]] = []
_known: dict[int, tuple[float, frozenset[str]]] = {}


def count_roles(roles_of: Callable[[Member], Iterable[str]]) -> None:
    """Higher floors register roles that they give, such as those in one space."""
    if roles_of not in _roles_elsewhere:
        _roles_elsewhere.append(roles_of)


def lacks_second_factor(member: Member) -> bool:
    """Whether one of the member's roles asks for a second factor that they have not set up.

    Costs nothing while no role asks for one; who is in order is asked again after FRESH_SECONDS.
    """
    asked = frozenset(entrance().second_factor_roles)
    if not asked:
        return False
    now = time.monotonic()
    at, answered = _known.get(member.pk, (0.0, frozenset()))
    if at and now - at < FRESH_SECONDS and asked <= answered:
        return False
    lacks = _holds(member, asked) and not is_mfa_enabled(member, types=KINDS)
    if not lacks:
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        _known[member.pk] = (now, asked)
    return lacks


def forget_second_factors() -> None:
    _known.clear()


def _holds(member: Member, asked: frozenset[str]) -> bool:
    if member.roles & asked:
        return True
    return any(asked.intersection(roles_of(member)) for roles_of in _roles_elsewhere)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are sealed in the database; names are the brand's and the member's."""

    error_messages: ClassVar[dict[str, Any]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy(
            "This is not the code. Wait for the app's next one, or try again with your key."
        ),
        "unverified_email": gettext_lazy(
            "Confirm your e-mail addresses first, so that nobody can lock you out."
        ),
        "cannot_generate_recovery_codes": gettext_lazy("Set up an app or a key first."),
    }

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def get_totp_issuer(self) -> str:
        return self._get_site_name()

    def build_totp_svg(self, url: str) -> str:
        """On white, so that a camera reads it on a dark page too."""
        drawn = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(drawn)
        return drawn.getvalue().decode()

    def _get_site_name(self) -> str:
        brand = getattr(self.request, "brand", None)
        return (brand.name if brand else "") or super()._get_site_name()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("My passkey") if count == 0 else _("Passkey %(number)s") % {"number": count + 1}
