"""SAML, the whole way there and back: what the company's provider signed for us, now, once, is believed; nothing else."""

import base64

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.models import IdentityProvider, Member
from accounts.providers.known import forget_providers
from tests.accounts.identity_by_saml import ENTITY, SSO, SamlProvider
from tests.cast import make_member
from tests.world import signed_in

pytestmark = pytest.mark.django_db
AT = "/accounts/saml/works/"
OURS = f"http://localhost{AT}metadata/"


@pytest.fixture(scope="module")
def idp() -> SamlProvider:
    return SamlProvider()


@pytest.fixture
def works(idp, brand, administrator) -> IdentityProvider:
    """Set up by the administrator from the provider's metadata, and switched on."""
    studio = signed_in(administrator)
    form = {
        "name": "Works", "slug": "works", "metadata": idp.metadata(), "trusts_email": "on",
        "vouched_domains": "works.example",
    }  # fmt: skip
    assert studio.post("/studio/sign-in/new/saml/", form).status_code == 302
    studio.post("/studio/sign-in/works/switch/", {"is_on": "1"})
    return IdentityProvider.objects.get()


class Comer(Client):
    def __init__(self) -> None:
        super().__init__(
            HTTP_HOST="localhost", SERVER_NAME="localhost", raise_request_exception=False
        )

    def leave(self) -> str:
        answer = self.post(f"{AT}login/?process=login&next=/latest/")
        assert answer.status_code == 302, answer.content
        return answer["Location"]

    def bring(self, response: str, at: str = AT):
        """The provider's page posts the response: from another site, so without our session's cookie."""
        session = self.cookies.pop("sessionid", None)
        answer = self.post(
            f"{at}acs/", {"SAMLResponse": response}, headers={"Origin": "https://idp.works.example"}
        )
        if session:
            self.cookies["sessionid"] = session.value
        return self.get(answer["Location"]) if answer.status_code == 302 else answer

    @property
    def member(self) -> Member | None:
        key = self.session.get("_auth_user_id")
        return Member.objects.filter(pk=key).first() if key else None


def test_metadata_fills_in_what_is_needed(works, idp):
    assert works.details["entity_id"] == ENTITY
    assert works.details["sso_url"] == SSO
    assert works.details["certificate"] in "".join(idp.certificate.split())
    assert works.origins == ["https://idp.works.example"]


def test_signed_response_brings_its_subject_in(works, idp):
    comer = Comer()
    there = comer.leave()
    assert there.startswith(f"{SSO}?")
    asked = idp.read(there)
    assert asked.get("AssertionConsumerServiceURL") == f"http://localhost{AT}acs/"
    answer = comer.bring(idp.answer(asked, audience=OURS))
    assert answer.status_code == 302 and answer["Location"] == "/latest/"
    identity = SocialAccount.objects.get()
    assert (identity.provider, identity.uid) == ("works", "subject-1")
    assert comer.member == identity.user
    assert comer.member.name == "Nia New"


def test_same_subject_is_the_same_member_whatever_the_address(works, idp):
    for email in ("nia@works.example", "other@works.example"):
        comer = Comer()
        comer.bring(idp.answer(idp.read(comer.leave()), audience=OURS, email=email))
        assert comer.member
    assert SocialAccount.objects.count() == 1


def test_vouched_domain_joins_and_any_other_does_not(works, idp):
    inside, outside = make_member("inside"), make_member("outside")
    for member, email in ((inside, "in@works.example"), (outside, "out@elsewhere.example")):
        EmailAddress.objects.create(user=member, email=email, verified=True, primary=True)
    comer = Comer()
    comer.bring(idp.answer(idp.read(comer.leave()), audience=OURS, email="in@works.example"))
    assert comer.member == inside
    comer = Comer()
    comer.bring(
        idp.answer(
            idp.read(comer.leave()), audience=OURS, email="out@elsewhere.example", subject="s2"
        )
    )
    assert comer.member is None


@pytest.mark.parametrize(
    "lie",
    [
        {"signed": False},
        {"audience": "https://another.example/metadata"},
        {"minutes": -3},
        {"issuer": "https://evil.example"},
        {"destination": "https://another.example/acs/"},
        {"in_response_to": ""},
        {"in_response_to": "_made_up"},
    ],
    ids=lambda lie: next(iter(lie)) + "=" + str(next(iter(lie.values())))[:12],
)
def test_lie_is_refused_kindly(works, idp, lie):
    comer = Comer()
    response = idp.answer(idp.read(comer.leave()), **({"audience": OURS} | lie))
    page = comer.bring(response)
    assert page.status_code == 401
    assert "Signing in did not work" in page.content.decode()
    assert comer.member is None and not SocialAccount.objects.exists()


def test_signature_of_another_key_is_refused(works, idp):
    comer = Comer()
    page = comer.bring(SamlProvider().answer(idp.read(comer.leave()), audience=OURS))
    assert page.status_code == 401 and comer.member is None


def test_words_changed_after_signing_are_refused(works, idp):
    comer = Comer()
    signed = idp.answer(idp.read(comer.leave()), audience=OURS)
    changed = base64.b64decode(signed).replace(b"subject-1", b"subject-2")
    page = comer.bring(base64.b64encode(changed).decode())
    assert page.status_code == 401 and comer.member is None


def test_response_serves_once_and_only_in_the_browser_that_asked(works, idp):
    comer, thief = Comer(), Comer()
    response = idp.answer(idp.read(comer.leave()), audience=OURS)
    thief.leave()
    assert thief.bring(response).status_code == 401
    assert thief.member is None
    comer.bring(response)
    assert comer.member
    comer.post("/accounts/logout/")
    assert comer.bring(response).status_code == 401
    assert comer.member is None


@pytest.mark.parametrize(
    "nonsense",
    ["", "no base64", base64.b64encode(b"<x").decode(), base64.b64encode(b"<a>&b;</a>").decode()],
)
def test_nonsense_is_a_page_not_a_failure(works, nonsense):
    comer = Comer()
    comer.leave()
    assert comer.bring(nonsense).status_code == 401
    assert comer.get(f"{AT}acs/finish/").status_code == 401


def test_provider_that_was_switched_off_takes_nothing_more(works, idp):
    comer = Comer()
    response = idp.answer(idp.read(comer.leave()), audience=OURS)
    IdentityProvider.objects.update(is_on=False)
    forget_providers()
    before = Session.objects.count()
    assert comer.bring(response).status_code == 404
    assert Session.objects.count() == before


def test_posting_without_end_is_slowed_down(works):
    comer = Comer()
    statuses = [comer.post(f"{AT}acs/", {"SAMLResponse": "x"}).status_code for _ in range(31)]
    assert statuses == [302] * 30 + [429]


def test_our_metadata_is_for_anybody_to_read(works):
    answer = Comer().get(f"{AT}metadata/")
    assert answer["Content-Type"] == "text/xml"
    assert f"http://localhost{AT}acs/" in answer.content.decode()
