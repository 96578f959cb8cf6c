import logging
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction

from accounts.events import ProfileChanged
from accounts.models import Member
from accounts.showing.profiles import SMALL_PIXELS, USED_BY_AVATAR, WHOLE_PIXELS
from core.outgoing import Unreachable, fetch
from events.publishing import publish
from uploads.actions import Square, UploadRefused, store_square, use_uploads
from uploads.models import Upload

log = logging.getLogger(__name__)

UPLOADED, REMOVED = "upload", "removed"
WIDTHS = (WHOLE_PIXELS, SMALL_PIXELS)


def set_avatar(*, member: Member, file: Any, part: Square | None = None) -> Member:
    """Make a square part of a picture somebody sent their picture. Raises UploadRefused."""
    upload = store_square(
        file=file, name="avatar.webp", owner=member, part=part or Square(), widths=WIDTHS
    )
    return _show(member, upload, UPLOADED)


def take_provider_picture(*, member: Member, address: str, provider: str, only_first: bool) -> bool:
    """Fetch the picture a provider knows of somebody; where `only_first`, not over anything they ever chose.

    Tells whether it is their picture now. What fails is logged: whoever signs in has done nothing wrong.
    """
    if only_first and Member.objects.get(pk=member.pk).avatar_from:
        return False
    try:
        answer = fetch(address, most_bytes=settings.UPLOAD_MAX_BYTES)
        if answer.status != 200:
            raise Unreachable(f"The answer was {answer.status}.")
        upload = store_square(
            file=ContentFile(answer.content), name="avatar.webp", owner=member,
            part=Square(), widths=WIDTHS,
        )  # fmt: skip
    except (Unreachable, UploadRefused) as error:
        log.info("No picture of member %s from %s: %s", member.pk, provider, error)
        return False
    return bool(_show(member, upload, provider, only_first=only_first).avatar == upload.address)


@transaction.atomic
def remove_avatar(*, member: Member) -> Member:
    """Initials stand for them again, and no provider's picture comes by itself any more."""
    return _choose(member, None, REMOVED)


@transaction.atomic
def _show(member: Member, upload: Upload, source: str, *, only_first: bool = False) -> Member:
    return _choose(member, upload, source, only_first=only_first)


def _choose(
    member: Member, upload: Upload | None, source: str, *, only_first: bool = False
) -> Member:
    member = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    if only_first and member.avatar_from:
        return member
    use_uploads(used_by=USED_BY_AVATAR, object_id=member.pk, html="", owner=member, also=[upload])
    member.avatar, member.avatar_from = upload.address if upload else "", source[:60]
    member.save(update_fields=["avatar", "avatar_from"])
    publish(ProfileChanged(member_id=member.pk))
    return member
