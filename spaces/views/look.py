from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from spaces.models import Space
from spaces.models.brand import Look
from spaces.queries import current_brand
from spaces.typefaces import faces, stacks

A_YEAR = 31_536_000
CSS = "text/css; charset=utf-8"


def tokens(look: Look) -> str:
    """The two tokens that a look may set; tokens.css derives every colour from them."""
    return f"--brand-hue: {look.hue}; --brand-chroma: {look.chroma};"


@require_safe
@cache_control(public=True, max_age=A_YEAR, immutable=True)
def brand_look(request: HttpRequest, version: int) -> HttpResponse:
    """The brand's tokens, and those of open spaces for rows about them ([data-space]).

    The version in the address makes a change appear at once.
    """
    brand = current_brand()
    rules = [
        faces(brand.typeface),
        f":root {{ {tokens(brand)}{stacks(brand.typeface)} }}",
        *(
            f'[data-space="{space.slug}"] {{ {tokens(space)} }}'
            for space in Space.objects.filter(
                visibility=Space.Visibility.PUBLIC, own_look=True
            ).order_by("pk")
        ),
    ]
    return HttpResponse("\n".join(filter(None, rules)) + "\n", content_type=CSS)


@require_safe
@cache_control(private=True, max_age=A_YEAR, immutable=True)
def space_look(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """A space's tokens, for who may enter it: for others the space is not there."""
    space = get_object_or_404(Space.objects.visible_to(request.user), slug=slug)
    rule = f":root {{ {tokens(space)} }}\n" if space.own_look else ""
    return HttpResponse(rule, content_type=CSS)
