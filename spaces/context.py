from typing import Any

from django.http import HttpRequest


def brand(request: HttpRequest) -> dict[str, Any]:
    """`brand` and the current `space` for every template."""
    return {"brand": getattr(request, "brand", None), "space": getattr(request, "space", None)}
