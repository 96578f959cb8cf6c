import uuid
from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _

from core.rules import ALLOWED, Verdict, denied
from uploads import owners
from uploads.models import Upload


def may_see_upload(viewer: Any, upload: Upload, *, browser_id: uuid.UUID | None) -> bool:
    """Its owner, the browser that brought it, and whoever may see one of the things that show it."""
    if viewer.is_authenticated and upload.owner_id == viewer.pk:
        return True
    if upload.owner_id is None and upload.browser is not None and upload.browser == browser_id:
        return True
    things: dict[str, set[str]] = defaultdict(set)
    for used_by, object_id in upload.uses.values_list("used_by", "object_id"):
        things[used_by].add(object_id)
    return any(owners.may_see(viewer, used_by, ids) for used_by, ids in things.items())


def may_delete_upload(member: Any, upload: Upload) -> Verdict:
    """Their own, unless what uses it is changed elsewhere."""
    if not member.is_authenticated or upload.owner_id != member.pk:
        return denied(_("Only who brought a file deletes it."))
    bound = owners.why_bound({use.used_by for use in upload.uses.all()})
    return denied(bound) if bound else ALLOWED
