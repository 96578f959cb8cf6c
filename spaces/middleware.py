from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from spaces.models.brand import brand_of_house


class BrandMiddleware:
    """Gives every request its `brand`, read when first used; views set `request.space`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.brand = SimpleLazyObject(brand_of_house)  # type: ignore[attr-defined]
        request.space = None  # type: ignore[attr-defined]
        return self.get_response(request)
