"""Administrators keep products, the sites of the box, and the share from which answers are withheld."""

import pytest
from taggit.models import Tag

from core.rules import NotAllowed
from support.actions import allow_origin, refuse_origin, save_product, set_holdout_share
from support.holdout import share
from support.models import Case, EmbedOrigin, Enquiry, HoldoutShare, Product
from support.studio_forms import SiteForm
from tests.support.conftest import ANSWERS, TYPED, typed

STUDIO = "/studio/support/"
WHO = {"name": "Vera", "email": "vera@mail.example"}


def test_without_products_nobody_is_asked_for_one(client, db):
    page = client.get("/support/").content.decode()

    assert "Which product?" not in page
    assert "your order" not in page


def test_product_and_order_reach_the_case(client, administrator, space, found):
    Tag.objects.create(name="wren", slug="wren")
    client.force_login(administrator)
    form = {"name": "Wren Solo", "space": space.pk, "tags": "Wren", "position": "1"}
    client.post(f"{STUDIO}products/new/", form)
    product = Product.objects.get()
    assert (product.slug, product.space) == ("wren-solo", space)
    assert [tag.name for tag in product.tags.all()] == ["wren"]
    client.logout()

    assert "Wren Solo" in client.get("/support/").content.decode()
    form = typed(product="wren-solo", order="A-1207")
    client.post(ANSWERS, form)
    told = TYPED | WHO | {"product": "wren-solo", "order": "A-1207"}
    client.post(f"/support/enquiries/{form['key']}/case/", told)

    case = Case.objects.get()
    assert (case.product, case.order) == (product, "A-1207")


def test_retired_product_is_kept_and_not_offered(client, administrator, found):
    product = save_product(by=administrator, product=None, name="Tern", tags=[])
    save_product(by=administrator, product=None, name="Wren", tags=[])
    case = Case.objects.create(subject="Leak", body="Drip.", email="v@x.example", product=product)
    client.force_login(administrator)
    client.post(f"{STUDIO}products/tern/", {"name": "Tern II", "tags": "", "is_retired": "on"})

    product.refresh_from_db()
    case.refresh_from_db()
    assert (product.name, product.slug, product.is_retired) == ("Tern II", "tern", True)
    assert case.product == product
    page = client.get("/support/").content.decode()
    assert "Tern II" not in page and "Wren" in page
    assert client.post(ANSWERS, typed(product="tern")).status_code == 422


def test_two_products_of_one_name_are_refused_and_unknown_tags_too(client, administrator):
    save_product(by=administrator, product=None, name="Wren", tags=[])
    client.force_login(administrator)

    assert client.post(f"{STUDIO}products/new/", {"name": "Wren"}).status_code == 422
    response = client.post(f"{STUDIO}products/new/", {"name": "Tern", "tags": "nowhere"})
    assert response.status_code == 422
    assert "nowhere" in response.content.decode()


@pytest.mark.parametrize(
    "written, kept",
    [
        ("https://www.Example.com/", "https://www.example.com"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("https://example.com/shop", None),
        ("https://example.com; script-src *", None),
        ("https://*.example.com", None),
        ("javascript:alert(1)", None),
        ("https://user@example.com", None),
        ("example.com", None),
        ("https://example.com?x", None),
        ("'self'", None),
    ],
)
def test_site_is_an_origin_and_nothing_more(written, kept):
    form = SiteForm({"origin": written})

    assert form.is_valid() == (kept is not None)
    assert form.cleaned_data.get("origin") == kept


def test_sites_are_allowed_and_refused(client, administrator):
    client.force_login(administrator)
    for _ in range(2):
        client.post(f"{STUDIO}sites/", {"origin": "https://www.example.com"})
    site = EmbedOrigin.objects.get()
    assert site.origin in client.get(STUDIO).content.decode()
    assert client.post(f"{STUDIO}sites/", {"origin": "*"}).status_code == 422

    client.post(f"{STUDIO}sites/{site.pk}/removal/")
    assert not EmbedOrigin.objects.exists()


def test_share_set_in_the_studio_holds_from_then_on(client, administrator, found, settings):
    settings.SUPPORT_HOLDOUT_PERCENT = 10
    assert share() == 10
    client.force_login(administrator)
    client.post(f"{STUDIO}share/", {"percent": "0", "why": "A launch."})
    client.post(f"{STUDIO}share/", {"percent": "25", "why": "To know sooner."})

    assert share() == 25
    assert "To know sooner." in client.get(STUDIO).content.decode()
    rows = HoldoutShare.objects.values_list("percent", "set_by")
    assert list(rows) == [(25, administrator.pk), (0, administrator.pk)]
    assert client.post(f"{STUDIO}share/", {"percent": "51"}).status_code == 422
    assert share() == 25


def test_share_is_what_is_drawn_by(client, administrator, found, solved):
    """As often as the share says, within what chance allows: 5 standard deviations."""
    set_holdout_share(by=administrator, percent=50, why="")
    for number in range(100):
        client.cookies.clear()
        client.defaults["REMOTE_ADDR"] = f"10.1.{number}.1"
        client.post(ANSWERS, typed(), headers={"HX-Request": "true"})

    withheld = Enquiry.objects.filter(withheld=True).count()
    assert 25 <= withheld <= 75
    assert Enquiry.objects.filter(withheld=True, offered__isnull=False).count() == 0
    assert Enquiry.objects.filter(withheld=False, offered__isnull=True).count() == 0
    assert set(Enquiry.objects.values_list("answers_found", flat=True)) == {1}


@pytest.mark.parametrize("who", ["member", "agent", "manager", "executive", "evangelist"])
def test_nobody_else_keeps_support(client, request, who, administrator):
    person = request.getfixturevalue(who)
    site = allow_origin(by=administrator, origin="https://www.example.com")
    client.force_login(person)
    for address in (STUDIO, f"{STUDIO}products/new/"):
        assert client.get(address).status_code == 403
    for address in ("products/new/", "sites/", f"sites/{site.pk}/removal/", "share/"):
        assert client.post(f"{STUDIO}{address}", {}).status_code == 403
    with pytest.raises(NotAllowed):
        refuse_origin(by=person, origin=site)
    with pytest.raises(NotAllowed):
        set_holdout_share(by=person, percent=0, why="")
    with pytest.raises(NotAllowed):
        save_product(by=person, product=None, name="X", tags=[])
