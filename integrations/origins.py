"""Under an imported post: where it stood, and what people there thought of it."""

from typing import Any

from django.http import HttpRequest

from integrations.queries import origins_of


def origin(request: HttpRequest, page: dict[str, Any]) -> dict[str, Any] | None:
    """One query a page, asked at its first imported post; pages without any ask nothing."""
    post = page["post"]
    if not post.is_html:
        return None
    known = getattr(request, "imported_origins", None)
    if known is None or post.pk not in known:
        view = page.get("view")
        shown = {row.pk for row in getattr(view, "posts", ())}
        known = dict.fromkeys(shown | {post.pk}) | origins_of(shown | {post.pk})
        request.imported_origins = known  # type: ignore[attr-defined]
    found = known[post.pk]
    return {"origin": found} if found else None
