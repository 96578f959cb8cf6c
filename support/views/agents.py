"""What the agents' views share."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.models import Member
from accounts.signed_in import reader_of
from core.limits import demand_pace, who
from support.models import Case
from uploads.actions import StorageAway, UploadRefused, store_upload
from uploads.models import Upload


def visible_case(request: HttpRequest, number: int) -> Case:
    """The case, as far as it is this person's business; else 404."""
    cases = Case.objects.visible_to(request.user).select_related(
        "member",
        "assigned_to",
        "closed_by",
        "enquiry",
        "topic",
        "team",
        "product",
        "merged_into",
        "follows",
    )
    return get_object_or_404(cases, number=number)


def stored_files(request: HttpRequest, form: Form) -> list[Upload] | None:
    """The files that came along, kept; None, with the reason in the form, where one of them can't be."""
    files: list[Any] = form.cleaned_data.pop("files", [])
    if not files:
        return []
    demand_pace(f"upload:{who(request)}", limit=30, seconds=600, when_down=True)
    reader = reader_of(request)
    owner = reader if isinstance(reader, Member) else None
    browser_id = None if owner else request.browser.keep()  # type: ignore[attr-defined]
    kept = []
    for file in files:
        try:
            kept.append(
                store_upload(file=file, name=file.name or "", owner=owner, browser_id=browser_id)
            )
        except (StorageAway, UploadRefused) as error:
            form.add_error("files", f"{file.name}: {error}")
            return None
    return kept
