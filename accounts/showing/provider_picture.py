"""A new member's picture may come from where they signed in: a job fetches it, once, unless they chose otherwise."""

import logging
from functools import partial
from typing import Any

from allauth.account.signals import user_logged_in
from allauth.socialaccount.models import SocialAccount, SocialApp
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.models import Member
from core.broker import hand_over

log = logging.getLogger(__name__)

FETCH = "accounts.fetch_provider_picture"
MOST_CHARS = 2000


def picture_address(account: SocialAccount) -> str:
    """Where the provider of this identity keeps their picture, as far as it told; else nothing."""
    try:
        known = account.get_provider_account()
        said: Any = known.get_avatar_url() or (known.get_user_data() or {}).get("picture")
    except (ImproperlyConfigured, SocialApp.DoesNotExist, KeyError, AttributeError) as error:
        log.info("Provider %s is not there to ask for a picture: %s", account.provider, error)
        return ""
    if not isinstance(said, str) or len(said) > MOST_CHARS:
        return ""
    return said if said.startswith(("https://", "http://")) else ""


@receiver(user_logged_in)
def want_provider_picture(
    sender: Any, request: HttpRequest, user: Member, sociallogin: Any = None, **kwargs: Any
) -> None:
    """Asked at each sign-in for as long as they never had a picture: what failed once may work later."""
    account = getattr(sociallogin, "account", None)
    if account is None or not account.pk or user.avatar_from or not picture_address(account):
        return
    transaction.on_commit(partial(hand_over, FETCH, user.pk, account.pk, True))
