"""The box on the company's own site: which sites may show it, and the signed word by which it goes on without a cookie."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.urls import reverse

from support.models import EmbedOrigin

SALT = "support.box"
LASTS = timedelta(hours=72)
CARRY_SALT = "support.carry"
CARRIED_FOR = timedelta(hours=2)
# Nothing of ours is in reach of the box: no cookie, no storage, no page around it.
SANDBOX = "allow-forms allow-scripts allow-popups allow-popups-to-escape-sandbox"


@dataclass(frozen=True, slots=True)
class Visit:
    """One person's visit to the box: the enquiry it may become, and a browser that stands for them, known to nobody else."""

    enquiry_id: uuid.UUID
    browser_id: uuid.UUID

    @property
    def token(self) -> str:
        return signing.dumps([self.enquiry_id.hex, self.browser_id.hex], salt=SALT)


def new_visit() -> Visit:
    return Visit(uuid.uuid4(), uuid.uuid4())


def next_visit(before: Visit) -> Visit:
    """The same person with another wish: what was drawn for them (support.holdout) stays drawn."""
    return Visit(uuid.uuid4(), before.browser_id)


def visit_of(token: str) -> Visit | None:
    """None for a forged or old one."""
    try:
        enquiry, browser = signing.loads(token, salt=SALT, max_age=LASTS)
        return Visit(uuid.UUID(enquiry), uuid.UUID(browser))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def carry_path(enquiry_id: uuid.UUID) -> str:
    """Where what was begun in the box goes on, on our own page."""
    return reverse("support:carry", args=[signing.dumps(enquiry_id.hex, salt=CARRY_SALT)])


def carried(token: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(signing.loads(token, salt=CARRY_SALT, max_age=CARRIED_FOR))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def policy() -> str:
    """The content security policy of the box: shown by allowed sites alone, and shut off from everything else."""
    ancestors = " ".join(EmbedOrigin.objects.values_list("origin", flat=True)) or "'none'"
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        f"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {ancestors}; sandbox {SANDBOX}"
    )
