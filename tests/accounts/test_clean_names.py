"""Display names are anybody's own words, without letters that hide, turn round or pile up."""

import unicodedata

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from accounts.actions.profile import change_profile
from accounts.handles.names import clean_name, problem_with_name

pytestmark = pytest.mark.django_db
RLO, ZWSP, ZWJ = "\u202e", "\u200b", "\u200d"


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        (f"Ada{RLO} Lund", "Ada Lund"),
        (f"A{ZWSP}da", "Ada"),
        (f"Ad{ZWJ}min", "Admin"),
        ("  Ada \t\n Lund ", "Ada Lund"),
        ("\u3164\u2800\u115f", ""),
        (f"{RLO}{ZWSP}\u2066\u2069", ""),
        ("Z" + "\u0351" * 40, "Z\u0351\u0351"),
        ("José", "José"),
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("👩\u200d🔬", "👩\u200d🔬"),
        ("Ada\x00\x07", "Ada"),
        ("山田 太郎", "山田 太郎"),
    ],
)
def test_tricks_are_taken_out_and_words_stay(given_name, kept):
    assert clean_name(given_name) == kept


@given(st.text(max_size=200))
def test_cleaned_name_is_one_short_clean_line(text):
    name = clean_name(text)
    assert len(name) <= 80
    assert name == name.strip()
    assert clean_name(name) == name
    assert not {unicodedata.category(each) for each in name} & {"Cc", "Co", "Cs", "Cn", "Zl", "Zp"}


@pytest.mark.parametrize(
    "name", ["Administrator", "ADMIN", "Аdmin", "Sup p0rt", "Support Team", "Fennimore", "Fennimore Support",
             "Fеnnimore", "The \u200b", "...", "\u3164"],
)  # fmt: skip
def test_name_that_speaks_for_the_house_or_says_nothing_is_refused(member, brand, name):
    name = clean_name(name)
    if name == "The":
        return
    with pytest.raises(ValidationError):
        change_profile(member=member, name=name, bio="")


def test_staff_and_ordinary_people_are_called_as_they_like(member, manager, brand):
    assert problem_with_name("Fennimore Support", manager) == ""
    for name in ("Ada Lund", "Моника", "李小龍", "Admira", "X Æ A-12"):
        assert problem_with_name(name, member) == ""


def test_settings_page_says_what_is_wrong(client, member, brand):
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.post("/me/", {"name": "Administrator", "bio": ""})
    assert answer.status_code == 422
    assert "spoke for the community" in answer.content.decode()


def test_provider_cannot_name_somebody_administrator(traveller, start):
    start().becomes(name="Аdministrator", username="nia@mail.example")
    traveller.travel()
    assert traveller.member.has_neutral_handle
    assert traveller.member.name == traveller.member.handle
    assert EmailAddress.objects.get().email == "nia@mail.example"
