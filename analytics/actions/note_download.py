from django.db import transaction

from accounts.models import Consent, Purpose
from analytics.models import Touch
from content.models import AssetDownload


@transaction.atomic
def note_download(*, download_id: int) -> bool:
    """A touch for a gated file somebody took, where they agreed that we note it before they took it; False otherwise."""
    download = AssetDownload.objects.select_related("asset").filter(pk=download_id).first()
    if download is None or not download.asset.is_gated:
        return False
    agreed = Consent.objects.in_force().filter(
        purpose=Purpose.ANALYTICS, member=download.member_id, given_at__lte=download.at
    )
    consent = agreed.select_for_update(of=("self",)).order_by("given_at", "pk").first()
    if consent is None:
        return False
    Touch.objects.get_or_create(
        stream_id=f"download-{download.pk}",
        defaults={
            "consent": consent,
            "member_id": download.member_id,
            "kind": Touch.Kind.DOWNLOAD,
            "at": download.at,
        },
    )
    return True
