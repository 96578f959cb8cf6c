"""Why a file is not taken, in words for the person who sent it."""

from django.conf import settings
from django.utils.translation import gettext as _


class UploadRefused(ValueError):
    """The file cannot be taken; its words say why, and what to do."""


class StorageAway(UploadRefused):
    """What was sent is sound and cannot be kept now: the disk is full, or the storage does not answer."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "We cannot keep files at this moment. Nothing is lost but the file: try again in a minute."
            )
        )


def demand_size(size: int) -> None:
    """Raises UploadRefused where a file of `size` bytes is none, or more than we take."""
    if size > settings.UPLOAD_MAX_BYTES:
        most = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
        raise UploadRefused(
            _("This file is too large: %(most)d MB is the most we take.") % {"most": most}
        )
    if not size:
        raise UploadRefused(_("This file is empty."))
