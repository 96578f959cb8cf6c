from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from spaces.models.brand import brand_of_house


class BrandMiddleware:
    """Gives every request its `brand`, read when first used; views set `request.space`.

    What a space that is not for search engines answers says so in a header, which feeds and pictures can have, too.
    robots.txt does not name such spaces: what robots may not fetch they list all the same, without a word of ours.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.brand = SimpleLazyObject(brand_of_house)  # type: ignore[attr-defined]
        request.space = None  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.space is not None and not request.space.is_indexed:  # type: ignore[attr-defined]
            response["X-Robots-Tag"] = "noindex"
        return response
