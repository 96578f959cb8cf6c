from typing import Any

from django.db import transaction

from accounts.models import Member
from core.rules import demand
from spaces.models import Brand
from spaces.models.brand import brand_of_house
from spaces.rules import may_brand


@transaction.atomic
def change_brand(*, by: Member, **fields: Any) -> Brand:
    """Set the brand's name, words and tokens; its version grows, so that cached style sheets are asked for anew."""
    demand(may_brand(by))
    brand, _is_new = Brand.objects.select_for_update().get_or_create(
        pk=1, defaults={"name": fields["name"]}
    )
    for name, value in fields.items():
        setattr(brand, name, value)
    brand.version += 1
    brand.save()
    brand_of_house.forget()
    return brand
