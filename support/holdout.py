"""From a random few we withhold the answers, so that what the answers are worth can be measured."""

import secrets
import uuid
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from accounts.models import Viewer
from support.models import Enquiry, HoldoutShare

SAME_INTENT = timedelta(hours=72)


def share() -> int:
    """From how many of a hundred people answers are withheld: what was set last in the studio, else the setting."""
    percent = HoldoutShare.objects.order_by("-set_at", "-pk").values_list("percent", flat=True)
    found = percent.first()
    return settings.SUPPORT_HOLDOUT_PERCENT if found is None else found


def draw(viewer: Viewer, browser_id: uuid.UUID | None) -> bool:
    """Whether answers are withheld from this enquiry: drawn once a person and three days, not once a try.

    Written with the enquiry, before anything is looked for: what is shown follows from the row, never the other way round.
    """
    recent = Enquiry.objects.of(viewer, browser_id).filter(
        created_at__gte=timezone.now() - SAME_INTENT
    )
    before = recent.order_by("-created_at").values_list("withheld", flat=True).first()
    if before is not None:
        return before
    return secrets.randbelow(100) < share()
