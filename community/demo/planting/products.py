"""What the company sells, and which of it somebody writes about."""

from taggit.models import Tag

from community.demo.planting.world import World
from support.models import EmbedOrigin, Product

NAMES = ("Tern", "Wren", "Heron", "Plover", "Dipper")
SITE = "http://localhost:8090"
"""Where a page with the box may be tried on one's own machine."""


def plant_products(world: World) -> None:
    world.products = {
        name: Product.objects.create(name=name, slug=name.lower(), position=position)
        for position, name in enumerate(NAMES)
    }
    for name, product in world.products.items():
        product.tags.set(Tag.objects.filter(name__iexact=name))
    EmbedOrigin.objects.create(origin=SITE, added_by=world.members["sam"])


def product_in(world: World, *words: str) -> Product | None:
    """The first product that the words name."""
    said = " ".join(words)
    return next((each for name, each in world.products.items() if name in said), None)
