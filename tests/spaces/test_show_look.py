"""A brand's look is a style sheet of a few tokens, kept by browsers until its version changes."""

import pytest
from django.test import Client

from accounts.models import Member
from spaces.actions import change_brand, save_space
from spaces.models import Brand, Space

pytestmark = pytest.mark.django_db


def sheet(client: Client) -> str:
    return client.get(f"/brand/brand/{Brand.objects.get().version}.css").content.decode()


def test_brand_sets_hue_strength_and_typeface(
    client: Client, administrator: Member, brand: Brand
) -> None:
    change_brand(by=administrator, name="Fennimore", hue=38, chroma="0.12", typeface="editorial")
    css = sheet(client)
    assert "--brand-hue: 38;" in css
    assert "--brand-chroma: 0.12" in css
    assert "Newsreader" in css
    assert "@font-face" in css


def test_system_typeface_loads_nothing(client: Client, administrator: Member, brand: Brand) -> None:
    change_brand(by=administrator, name="Fennimore", hue=38, typeface="system")
    assert "@font-face" not in sheet(client)


def test_space_with_own_look_colors_its_rows_and_its_pages(
    client: Client, administrator: Member, brand: Brand
) -> None:
    change_brand(by=administrator, name="Fennimore", hue=38)
    before = Brand.objects.get().version
    space = save_space(by=administrator, name="Filter", slug="filter", own_look=True, hue=200)
    assert Brand.objects.get().version > before
    assert '[data-space="filter"] { --brand-hue: 200;' in sheet(client)
    own = client.get(f"/brand/spaces/filter/{space.version}.css")
    assert ":root { --brand-hue: 200;" in own.content.decode()
    assert "immutable" in own["Cache-Control"]


def test_private_space_is_not_named_in_the_brands_sheet(
    client: Client, administrator: Member, brand: Brand
) -> None:
    change_brand(by=administrator, name="Fennimore", hue=38)
    save_space(by=administrator, name="Quiet", slug="quiet-room", own_look=True, hue=90,
               visibility=Space.Visibility.PRIVATE)  # fmt: skip
    assert "quiet-room" not in sheet(client)
    assert client.get("/brand/spaces/quiet-room/1.css").status_code == 404
