"""What administrators keep for support: products, the sites of the box, the share from which answers are withheld."""

from django.db import transaction
from django.utils.text import slugify

from accounts.models import Member
from core.rules import demand
from spaces.models import Space
from support.models import EmbedOrigin, HoldoutShare, Product
from support.rules import may_set_up_support


@transaction.atomic
def save_product(
    *,
    by: Member,
    product: Product | None,
    name: str,
    tags: list[int],
    space: Space | None = None,
    position: int = 0,
    is_retired: bool = False,
) -> Product:
    """A new product, or another wording of one. Its address stays, for cases and links name it; `tags` are ids."""
    demand(may_set_up_support(by))
    product = product or Product(slug=_free_slug(name))
    product.name, product.space = name.strip(), space
    product.position, product.is_retired = position, is_retired
    product.save()
    product.tags.set(tags)
    return product


def _free_slug(name: str) -> str:
    base = slugify(name)[:70] or "product"
    taken = set(Product.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


@transaction.atomic
def allow_origin(*, by: Member, origin: str) -> EmbedOrigin:
    """The box may stand on this site; allowed twice is allowed once."""
    demand(may_set_up_support(by))
    allowed, _is_new = EmbedOrigin.objects.get_or_create(origin=origin, defaults={"added_by": by})
    return allowed


@transaction.atomic
def refuse_origin(*, by: Member, origin: EmbedOrigin) -> None:
    demand(may_set_up_support(by))
    EmbedOrigin.objects.filter(pk=origin.pk).delete()


@transaction.atomic
def set_holdout_share(*, by: Member, percent: int, why: str) -> HoldoutShare:
    """From now on answers are withheld from so many of a hundred; what was drawn stays drawn, the rows before stay."""
    demand(may_set_up_support(by))
    newest = HoldoutShare.objects.first()
    if newest and newest.percent == percent and newest.why == why:
        return newest
    return HoldoutShare.objects.create(percent=percent, set_by=by, why=why)
