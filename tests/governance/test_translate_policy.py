"""A policy in the reader's language, beside the legal text that holds."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Member
from core.rules import NotAllowed
from governance.actions import new_version, translate_policy
from governance.documents.languages import preferred
from governance.models import Policy, PolicyTranslation
from tests.governance.conftest import AFTER

pytestmark = pytest.mark.django_db

GERMAN = """Seid freundlich.

## 1. Links

Links zu Läden sind nicht erlaubt.

## 2. Bilder

Bilder anderer brauchen deren Einwilligung.
"""


def translate(
    manager: Member, policy: Policy, language: str = "de", **more: str
) -> PolicyTranslation:
    words = {"title": "Hausordnung", "source": GERMAN, "summary": "Seid freundlich."} | more
    version = policy.versions.in_force().get()
    return translate_policy(member=manager, version=version, language=language, **words)


def read(client: Client, accepted: str = "", query: str = "") -> str:
    address = reverse("governance:policy", args=["house-rules"]) + query
    return client.get(address, headers={"accept-language": accepted}).content.decode()


def test_reader_gets_their_language_and_is_told_which_text_holds(
    client: Client, manager: Member, policy: Policy
) -> None:
    translate(manager, policy)

    page = read(client, "de-AT,de;q=0.9,en;q=0.8")
    assert "Links zu Läden" in page
    assert "Hausordnung" in page
    assert 'lang="de"' in page
    assert "Where it differs from the text in English, that text holds." in page
    assert 'id="clause-1"' in page

    for accepted in ("en,de;q=0.5", "", "pl", "*", "x" * 900):
        assert "Links to shops are not allowed" in read(client, accepted)
    assert "Links to shops" in read(client, "de", "?language=en")
    assert "Links zu Läden" in read(client, "en", "?language=de")
    assert "Links to shops" in read(client, "en", "?language=<b>")


def test_norwegian_is_one_language_by_three_names() -> None:
    assert preferred("nb-NO,nn;q=0.9,no;q=0.8,en;q=0.7") == ["no", "en"]


def test_clauses_are_found_under_the_same_links_in_every_language(
    manager: Member, policy: Policy
) -> None:
    source = "## 1. Manners\n\nBe kind.\n\n## 2. Links\n\nNone.\n"
    new_version(policy=policy, source=source, summary="", in_force_from=timezone.now())
    german = "## 1. Umgang\n\nSeid freundlich.\n\n## 2. Links\n\nKeine.\n"

    html = translate(manager, policy, source=german).html
    assert html.index('id="clause-1-2"') < html.index("Umgang") < html.index('id="clause-1"')


def test_translation_with_other_clauses_is_refused(manager: Member, policy: Policy) -> None:
    with pytest.raises(ValidationError):
        translate(manager, policy, source="## 1. Links\n\nKeine.")
    with pytest.raises(ValidationError):
        translate(manager, policy, language="en")
    assert not PolicyTranslation.objects.exists()


def test_better_translation_replaces_and_keeps_the_earlier(
    client: Client, manager: Member, policy: Policy
) -> None:
    first = translate(manager, policy)
    assert translate(manager, policy) == first  # the same words again make nothing
    second = translate(manager, policy, source=GERMAN.replace("Läden", "Geschäften"))

    assert list(PolicyTranslation.objects.current()) == [second]
    assert PolicyTranslation.objects.get(pk=first.pk).source == GERMAN
    assert "Geschäften" in read(client, "de")


def test_new_version_is_not_read_in_a_translation_of_the_old_one(
    client: Client, manager: Member, policy: Policy
) -> None:
    translate(manager, policy)
    new_version(policy=policy, source=AFTER, summary="", in_force_from=timezone.now())

    assert "when they answer" in read(client, "de")
    old = client.get("/policies/house-rules/versions/1/", headers={"accept-language": "de"})
    assert "Läden" in old.content.decode()


def test_only_who_keeps_the_policy_translates(
    client: Client, manager: Member, member: Member, policy: Policy
) -> None:
    with pytest.raises(NotAllowed):
        translate(member, policy)
    address = reverse("governance:policy_translation", args=["house-rules", "de"])
    form = {"title": "Hausordnung", "source": GERMAN}
    assert client.post(address, form).status_code == 302
    client.force_login(member)
    assert client.post(address, form).status_code == 403
    assert not PolicyTranslation.objects.exists()

    client.force_login(manager)
    assert "Links to shops" in client.get(address).content.decode()
    assert client.post(address, form | {"source": "Nur das."}).status_code == 422
    assert client.post(address, form).status_code == 302
    assert PolicyTranslation.objects.get().title == "Hausordnung"
    for odd in ("en", "other", "xx"):
        odd_address = reverse("governance:policy_translation", args=["house-rules", odd])
        assert client.get(odd_address).status_code == 404
