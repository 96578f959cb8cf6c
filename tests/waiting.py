"""What tests of "write first, sign in after" share."""

import re
import time
import uuid

from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from accounts.models import Member
from core import spam

HERE = {"origin": "http://testserver"}


def human() -> dict[str, str]:
    """What a form carries that a person took a minute to fill in."""
    return {spam.STAMP: spam.stamp(time.time() - 60), spam.TRAP: ""}


def reply_form(words: str = "Clean the *valve*.", **more: str) -> dict[str, str]:
    return {"key": str(uuid.uuid4()), "source": words, **human(), **more}


def has_address(member: Member) -> Member:
    EmailAddress.objects.get_or_create(
        user=member, email=member.email, defaults={"verified": True, "primary": True}
    )
    return member


def sign_in_by_code(client: Client, member: Member):
    """As the member would: ask for a code, read the mail, type it in. Returns the last answer."""
    has_address(member)
    already = len(mail.outbox)
    client.post("/accounts/login/code/", {"email": member.email})
    code = re.search(r"\n\n(\S{6,9})\n\n", mail.outbox[already].body)[1]
    return client.post("/accounts/login/code/confirm/", {"code": code})
