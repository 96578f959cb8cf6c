"""Providers that lie, and people who claim to be others: nobody gets in, nothing is half written, the page is kind."""

import hashlib
import json
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.db import connection
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from accounts.models import Member
from community.local.identity.provider import Refused
from forums.models import Draft, Topic
from tests.accounts.issuing import KEY, LOGIN, Issuer, Traveller

pytestmark = pytest.mark.django_db
MARKUP = "<script>alert('zqhostilexk')</script>"
OTHER_KEY = RSAKey.generate_key(2048, {"use": "sig"})


def lying(name: str, *, key: RSAKey = KEY, header: dict | None = None, **claims) -> type[Issuer]:
    """A provider whose ID token says something else; a claim of None is left out."""

    def id_token(self, person, *, nonce):
        now = int(time.time())
        said = person.claims() | {
            "iss": self.issuer, "aud": self.client_id, "iat": now, "exp": now + 300, "nonce": nonce,
        }  # fmt: skip
        said = {name: value for name, value in (said | claims).items() if value is not None}
        self.key.ensure_kid()
        return jwt.encode({"alg": "RS256", "kid": self.key.kid} | (header or {}), said, key)

    return type(name, (Issuer,), {"id_token": id_token})


def answering(name: str, method: str, answer) -> type[Issuer]:
    """A provider one of whose endpoints says something else: a function of what it would have said."""

    def replaced(self, *args, **kwargs):
        return answer(self, getattr(super(made, self), method)(*args, **kwargs))

    made = type(name, (Issuer,), {method: replaced})
    return made


def unsigned(issuer, said):
    def part(value):
        return urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    claims = said["id_token"].split(".")[1]
    return said | {"id_token": f"{part({'alg': 'none', 'kid': issuer.key.kid})}.{claims}."}


def signed_with_the_public_key(issuer, said):
    payload = said["id_token"].split(".")[1]
    claims = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    secret = OctKey.import_key(issuer.key.as_pem(private=False))
    header = {"alg": "HS256", "kid": issuer.key.kid}
    return said | {"id_token": jwt.encode(header, claims, secret, algorithms=["HS256"])}


def refuse(code: str, reason: str):
    def answer(issuer, said):
        raise Refused(code, reason)

    return answer


HOSTILE = [
    lying("another_nonce", nonce="another"),
    lying("no_nonce", nonce=None),
    lying("another_issuer", iss="https://evil.example"),
    lying("no_issuer", iss=None),
    lying("another_audience", aud="another-site"),
    lying("several_audiences_for_another", aud=["site", "other"], azp="other"),
    lying("expired", exp=int(time.time()) - 600),
    lying("no_expiry", exp=None),
    lying("expiry_not_a_number", exp="tomorrow"),
    lying("from_the_future", iat=int(time.time()) + 6000),
    lying("key_of_another", key=OTHER_KEY),
    lying("unknown_key_id", header={"kid": "unknown"}),
    lying("at_hash_of_another", at_hash="AAAAAAAAAAAAAAAAAAAAAA"),
    lying("another_subject_than_userinfo", sub="subject-of-another"),
    lying("no_subject_in_token", sub=None),
    answering("alg_none", "redeem", unsigned),
    answering("public_key_as_secret", "redeem", signed_with_the_public_key),
    answering("no_id_token", "redeem", lambda s, said: said | {"id_token": None}),
    answering("id_token_no_token", "redeem", lambda s, said: said | {"id_token": MARKUP}),
    answering("id_token_a_list", "redeem", lambda s, said: said | {"id_token": [1]}),
    answering("access_token_a_number", "redeem", lambda s, said: said | {"access_token": 7}),
    answering("token_answer_a_list", "redeem", lambda s, said: ["access_token"]),
    answering("token_error_with_markup", "redeem", refuse("invalid_grant", MARKUP)),
    answering("subject_null", "userinfo", lambda s, said: said | {"sub": None}),
    answering("subject_empty", "userinfo", lambda s, said: said | {"sub": " "}),
    answering("subject_a_number", "userinfo", lambda s, said: said | {"sub": 1}),
    answering("subject_with_nul", "userinfo", lambda s, said: said | {"sub": "a\0b"}),
    answering("subject_endless", "userinfo", lambda s, said: said | {"sub": "x" * 5000}),
    answering("userinfo_a_list", "userinfo", lambda s, said: [said]),
    answering("account_disabled", "userinfo", refuse("invalid_token", MARKUP)),
    answering("keys_a_list", "jwks", lambda s, said: {"keys": [1]}),
    answering("keys_missing", "jwks", lambda s, said: {}),
    answering("keys_of_another", "jwks", lambda s, said: {"keys": [OTHER_KEY.as_dict(private=False)]}),
]  # fmt: skip
AT_THE_DOOR = [
    answering("issuer_of_another", "discovery", lambda s, d: d | {"issuer": "https://evil.example"}),
    answering("no_issuer", "discovery", lambda s, d: d | {"issuer": None}),
    answering("endpoint_a_script", "discovery", lambda s, d: d | {"authorization_endpoint": "javascript:alert(1)"}),
    answering("endpoint_missing", "discovery", lambda s, d: d | {"token_endpoint": None}),
    answering("endless", "discovery", lambda s, d: d | {"more": "x" * 1_000_000}),
    answering("no_object", "discovery", lambda s, d: "hello"),
]  # fmt: skip


def nobody_came_in(traveller, page, *, status: int = 401) -> None:
    text = page.content.decode()
    assert page.status_code == status, text[:300]
    assert "Signing in did not work" in text
    assert "zqhostilexk" not in text
    assert traveller.member is None
    assert not SocialAccount.objects.exists()
    assert not Member.objects.exists()
    assert not EmailAddress.objects.exists()


def named(kind: type) -> str:
    return kind.__name__


def test_honest_provider_lets_in_with_one_press(traveller, start, board):
    issuer = start()
    traveller.write_question(board)
    page = traveller.travel()
    assert page.status_code == 200
    assert traveller.member.name == "Nia New"
    assert SocialAccount.objects.get().uid == issuer.person.sub
    assert Topic.objects.get().author == traveller.member


@pytest.mark.parametrize("kind", HOSTILE, ids=named)
def test_lie_lets_nobody_in(traveller, start, board, kind):
    start(kind)
    traveller.write_question(board)
    nobody_came_in(traveller, traveller.travel())
    assert Draft.objects.get().posted_topic is None


@pytest.mark.parametrize("kind", AT_THE_DOOR, ids=named)
def test_wrong_discovery_leads_nowhere(traveller, start, kind):
    start(kind)
    nobody_came_in(traveller, traveller.post(LOGIN))


def swap(name: str, value: str):
    def change(address: str) -> str:
        before, _, after = address.partition(f"{name}=")
        return f"{before}{name}={value}" + after[len(after.partition("&")[0]) :]

    return change


@pytest.mark.parametrize(
    "change",
    [swap("state", "guessed"), swap("code", "guessed"), swap("iss", "https%3A%2F%2Fevil.example")],
    ids=["state", "code", "iss"],
)
def test_way_back_that_was_meddled_with(traveller, start, board, change):
    start()
    traveller.write_question(board)
    nobody_came_in(traveller, traveller.travel(change=change))
    assert Draft.objects.get().posted_topic is None


def test_way_back_of_another_browser_lets_nobody_in(traveller, start):
    """Sign-in forgery: an attacker's own way back, given to a victim, must not sign the victim in as the attacker."""
    start()
    attackers = traveller.choose(traveller.leave())
    victim = type(traveller)()
    nobody_came_in(victim, victim.get(attackers, follow=True))


def test_code_of_another_sign_in_is_refused_by_pkce(traveller, start):
    start()
    stolen = traveller.choose(traveller.leave())
    thief = type(traveller)()
    mine = thief.choose(thief.leave())
    code = stolen.partition("code=")[2].partition("&")[0]
    nobody_came_in(thief, thief.get(swap("code", code)(mine), follow=True))


def test_way_back_serves_once(traveller, start):
    start()
    back = traveller.choose(traveller.leave())
    traveller.get(back)
    traveller.post("/accounts/logout/")
    assert traveller.get(back).status_code == 401
    assert traveller.member is None


def test_error_text_with_markup_is_not_shown(traveller, start):
    start()
    state = traveller.leave().partition("state=")[2].partition("&")[0]
    back = f"{LOGIN}callback/?state={state}&error=server_error&error_description={MARKUP}"
    nobody_came_in(traveller, traveller.get(back, follow=True))


def test_stopping_at_the_provider_is_no_error(traveller, start):
    start()
    state = traveller.leave().partition("state=")[2].partition("&")[0]
    page = traveller.get(f"{LOGIN}callback/?state={state}&error=access_denied", follow=True)
    assert (page.status_code, traveller.member) == (200, None)
    assert "You did not sign in" in page.content.decode()


def test_address_cannot_ask_the_provider_for_more(traveller, start):
    start()
    answer = traveller.post(f"{LOGIN}?scope=admin&auth_params=prompt%3Dnone%26nonce%3Dknown")
    assert "admin" not in answer["Location"]
    assert "prompt" not in answer["Location"]
    assert "nonce=known" not in answer["Location"]


def test_right_at_hash_is_accepted(traveller, start):
    def with_hash(issuer, said):
        half = hashlib.sha256(said["access_token"].encode()).digest()[:16]
        payload = said["id_token"].split(".")[1]
        claims = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        claims["at_hash"] = urlsafe_b64encode(half).rstrip(b"=").decode()
        header = {"alg": "RS256", "kid": issuer.key.kid}
        return said | {"id_token": jwt.encode(header, claims, issuer.key)}

    start(answering("with_hash", "redeem", with_hash))
    traveller.travel()
    assert traveller.member is not None


def test_name_with_markup_is_shown_as_words(traveller, start):
    start().becomes(name=f"Nia {MARKUP}")
    page = traveller.travel()
    assert traveller.member is not None
    assert "<script>alert" not in page.content.decode()


def test_strange_claims_do_not_fail(traveller, start):
    odd = {
        "name": ["Nia"],
        "preferred_username": 7,
        "picture": {"a": 1},
        "locale": "x" * 9000,
        "more": "\0",
    }
    start(answering("odd", "userinfo", lambda s, said: said | odd))
    assert traveller.travel().status_code == 200
    assert traveller.member is not None
    assert "locale" not in json.dumps(SocialAccount.objects.get().extra_data)


def test_new_keys_of_the_provider_are_read_at_once(traveller, start):
    issuer = start()
    traveller.travel()
    traveller.post("/accounts/logout/")
    issuer.key = RSAKey.generate_key(2048, {"use": "sig"})
    traveller.travel()
    assert traveller.member is not None


def test_member_who_was_shut_out_stays_out(traveller, start, board):
    start()
    traveller.travel()
    Member.objects.update(is_active=False)
    traveller.post("/accounts/logout/")
    traveller.write_question(board)
    page = traveller.travel()
    assert traveller.member is None
    assert page.status_code == 200
    assert page.redirect_chain[-1][0] == "/accounts/inactive/"
    assert not Topic.objects.exists()
    assert Draft.objects.get().posted_topic is None


@pytest.mark.django_db(transaction=True)
def test_two_first_sign_ins_at_once_make_one_member(brand, start):
    start()
    people = [Traveller(), Traveller()]
    ways = [each.choose(each.leave()) for each in people]
    together = Barrier(2)

    def come_back(at: int) -> int:
        together.wait(5)
        try:
            return people[at].get(ways[at], follow=True).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        statuses = list(threads.map(come_back, range(2)))
    assert set(statuses) <= {200, 401}
    assert (
        Member.objects.count() == SocialAccount.objects.count() == EmailAddress.objects.count() == 1
    )


@pytest.mark.django_db(transaction=True)
def test_second_of_two_first_sign_ins_is_asked_to_try_again(brand, start, monkeypatch):
    """The other one came in between the look for the identity and the look for the address."""
    start()
    first, second = Traveller(), Traveller()
    ways = [each.choose(each.leave()) for each in (first, second)]
    name = "_lookup_by_socialaccount"
    look = getattr(SocialLogin, name)

    def look_too_early(login: SocialLogin) -> bool:
        found = look(login)
        monkeypatch.setattr(SocialLogin, name, look)
        assert first.get(ways[0], follow=True).status_code == 200
        return found

    monkeypatch.setattr(SocialLogin, name, look_too_early)
    assert second.get(ways[1], follow=True).status_code == 401
    assert Member.objects.count() == SocialAccount.objects.count() == 1
