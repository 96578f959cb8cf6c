"""How much a person may bring in a day and in all. Accounts says how much that is; here it is counted, one at a time.

The member's meter row is locked while an upload is counted, so that two at once cannot both take the last room. What
lies there is summed from the rows themselves; what came today is a column, for what was deleted came all the same.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from core.uploaded import size_words
from uploads import allowing
from uploads.allowing import Quota
from uploads.models import Meter, Upload
from uploads.refusal import UploadRefused

BROWSERS_LOCK = 740_912_004  # with a browser's number: visitors have no meter


@dataclass(frozen=True, slots=True)
class Room:
    """What is taken and what is left of a quota, in bytes; without a quota any number is."""

    quota: Quota | None
    today: int
    total: int

    @property
    def left(self) -> int | None:
        if self.quota is None:
            return None
        return max(0, min(self.quota.day - self.today, self.quota.total - self.total))

    @property
    def filled(self) -> int:
        """What of the whole is taken, in thousandths, as the bar shows it."""
        return min(1000, 1000 * self.total // self.quota.total) if self.quota else 0

    @property
    def words(self) -> str:
        if self.quota is None:
            return _("You may bring as much as you need.")
        return _("%(left)s left: %(total)s of %(most)s in all, %(today)s of %(daily)s today.") % {
            "left": size_words(self.left or 0),
            "total": size_words(self.total),
            "most": size_words(self.quota.total),
            "today": size_words(self.today),
            "daily": size_words(self.quota.day),
        }


VISITORS = Quota(day=20_000_000, total=20_000_000)


def quota_of(owner: Any) -> Quota | None:
    if owner is None:
        return VISITORS
    return allowing.quota_of(owner)


def room_of(*, owner: Any, browser_id: uuid.UUID | None = None) -> Room:
    """What is left at this moment; only count_upload() decides."""
    today = timezone.now().date()
    if owner is None:
        taken = _sum(
            Upload.objects.filter(owner=None, browser=browser_id, created_at__gte=_start(today))
        )
        return Room(VISITORS, taken, taken)
    meter = Meter.objects.filter(owner=owner, day=today).first()
    return Room(
        quota_of(owner), meter.bytes if meter else 0, _sum(Upload.objects.filter(owner=owner))
    )


def demand_room(*, owner: Any, browser_id: uuid.UUID | None) -> None:
    """Refuse early, before a file is looked at, where nothing is left. Raises UploadRefused."""
    if quota_of(owner) is None:
        return
    room = room_of(owner=owner, browser_id=browser_id)
    if room.left == 0:
        raise _refused(room)


def count_upload(upload: Upload) -> None:
    """Count the upload, which is saved in the same transaction. Raises UploadRefused where it is too much."""
    today = timezone.now().date()
    if upload.owner is None:
        with connection.cursor() as cursor:
            low = (upload.browser or upload.pk).int & 0x7FFFFFFF
            cursor.execute(
                "SELECT pg_advisory_xact_lock(%s, %s)", [BROWSERS_LOCK & 0x7FFFFFFF, low]
            )
        room = room_of(owner=None, browser_id=upload.browser)
    else:
        Meter.objects.get_or_create(owner=upload.owner, defaults={"day": today})
        meter = Meter.objects.select_for_update().get(owner=upload.owner)
        taken = meter.bytes if meter.day == today else 0
        room = Room(quota_of(upload.owner), taken, _sum(Upload.objects.filter(owner=upload.owner)))
        meter.day, meter.bytes = today, taken + upload.bytes
        meter.save(update_fields=["day", "bytes"])
    if room.left is not None and upload.bytes > room.left:
        raise _refused(room, upload.bytes)


def _refused(room: Room, wanted: int = 0) -> UploadRefused:
    quota = room.quota or VISITORS
    if quota.total - room.total <= wanted and quota.total - room.total <= quota.day - room.today:
        end = _(
            "Delete what you no longer need among your files, or take part a little more: trust opens more room."
        )
    else:
        end = _("Come back tomorrow, or take part a little more: trust opens more room.")
    needs = _("It takes %(size)s. ") % {"size": size_words(wanted)} if wanted else ""
    return UploadRefused(_("There is no room for this file. ") + needs + room.words + " " + end)


def _sum(rows: QuerySet[Upload]) -> int:
    return rows.aggregate(sum=Sum("bytes"))["sum"] or 0


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())
