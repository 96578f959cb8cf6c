from django import forms
from django.http import HttpRequest

from uploads.actions import UploadRefused, store_upload


def with_picture(request: HttpRequest, form: forms.Form) -> str | None:
    """The form's text, with the picture of the plain file field put at its end; None when it was refused."""
    file, source = form.cleaned_data.get("picture"), form.cleaned_data["source"]
    if not file:
        return source
    member = request.user if request.user.is_authenticated else None
    browser = request.browser  # type: ignore[attr-defined]
    try:
        upload = store_upload(
            file=file, name=file.name, owner=member, browser_id=None if member else browser.keep()
        )
    except UploadRefused as error:
        form.add_error("picture", str(error))
        return None
    return f"{source}\n\n{upload.markdown}"
