"""Pages whose words are translated are kept once a language; all others once."""

import pytest

from accounts.models import Member
from core.pagecache.asking import liked_languages
from governance.models import Policy
from tests.governance.conftest import policy  # noqa: F401 - a fixture
from tests.governance.test_translate_policy import translate
from tests.pagecache.asking import Process

pytestmark = pytest.mark.django_db
PATH = "/policies/house-rules/"


def test_visitors_get_the_policy_in_their_language_from_the_cache(
    manager: Member,
    policy: Policy,  # noqa: F811
) -> None:
    translate(manager, policy)
    process = Process()
    for _again in range(2):
        german = process.get(PATH, HTTP_ACCEPT_LANGUAGE="de-AT,de;q=0.9,en;q=0.8")
        english = process.get(PATH, HTTP_ACCEPT_LANGUAGE="en-GB,en")
        assert german.is_kept and "Links zu Läden" in german.text
        assert english.is_kept and "Links to shops" in english.text
    assert len(process.made) == 2
    assert "accept-language" in english.headers["vary"].lower()

    process.get("/latest/", HTTP_ACCEPT_LANGUAGE="de")
    process.get("/latest/", HTTP_ACCEPT_LANGUAGE="en")
    assert len(process.made) == 3, "of other pages there is one"


def test_endless_headers_make_no_endless_pages() -> None:
    known = frozenset({"de", "en", "fr", "nb"})
    assert liked_languages("xx, fr;q=0.2, de-CH, nb, en", known) == "de,nb"
    assert liked_languages("xx,yy;q=0.3,*", known) == ""
    assert liked_languages("d" * 5000, known) == ""


@pytest.mark.parametrize(
    ("place", "query"),
    [("comparison/", "from=1&to=1"), ("comparison/", ""), ("history/", ""), ("", "language=en")],
)
def test_these_pages_of_a_policy_are_kept(policy: Policy, place: str, query: str) -> None:  # noqa: F811
    process = Process()
    for _again in range(2):
        assert process.get(PATH + place, query).is_kept
    assert len(process.made) == 1
