"""The library: an evangelist adds a file, takes it back; members take it along."""

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import Member
from content.events import AssetDownloaded
from content.models import Asset, AssetDownload
from content.rules import may_download, may_edit_asset, may_write_article
from core.rules import demand
from events.publishing import publish
from spaces.models import Space
from uploads.actions import store_document

SLUG_LENGTH = 70
SLUG_LOCK = 740_912_002  # an advisory lock: two files of one title take their addresses in turn
RESERVED = {"new"}


@transaction.atomic
def add_asset(
    *,
    author: Member,
    space: Space,
    title: str,
    file: Any,
    description: str = "",
    gate: str = Asset.Gate.MEMBERS,
    key: uuid.UUID | None = None,
) -> Asset:
    """Put a file into the library; the same `key` again returns what it made. Raises NotAllowed, UploadRefused."""
    demand(may_write_article(author, space))
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SLUG_LOCK])
    if key and (made := Asset.objects.filter(key=key, author=author).first()):
        return made
    return Asset.objects.create(
        space=space,
        author=author,
        title=title.strip(),
        slug=_free_slug(title),
        description=description.strip(),
        gate=gate,
        document=store_document(file=file, name=file.name, owner=author),
        key=key,
    )


@transaction.atomic
def withdraw_asset(*, by: Member, asset: Asset) -> None:
    """Take a file out of the library; its address leads nowhere from then on."""
    demand(may_edit_asset(by, asset))
    Asset.objects.filter(pk=asset.pk, withdrawn_at=None).update(withdrawn_at=timezone.now())


@transaction.atomic
def download_asset(*, by: Member, asset: Asset) -> None:
    """Note that a member took it; told to others the first time only. Raises NotAllowed."""
    demand(may_download(by, asset))
    download, is_new = AssetDownload.objects.get_or_create(asset=asset, member=by)
    if is_new:
        publish(AssetDownloaded(download_id=download.pk, asset_id=asset.pk, member_id=by.pk))


def _free_slug(title: str) -> str:
    base = slugify(title)[:SLUG_LENGTH].strip("-") or "file"
    taken = set(Asset.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 2
    while slug in taken or slug in RESERVED:
        slug, number = f"{base}-{number}", number + 1
    return slug
