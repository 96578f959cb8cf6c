"""Handles nobody can be mistaken for; old ones lead to the new and are given to nobody else."""

import importlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts import migrations
from accounts.actions import rename_member
from accounts.handles.choosing import fill_skeletons, free_handle, is_taken
from accounts.handles.reserved import is_reserved_handle
from accounts.handles.skeleton import handle_skeleton, loose_skeleton
from accounts.models import FormerHandle, Member
from content.models import Article
from core.rules import NotAllowed
from events.models import Event
from forums.actions import open_topic
from notifications.audience import mentioned_in
from tests.cast import make_member

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def paypal(brand) -> Member:
    member = make_member("paypal")
    fill_skeletons([member])
    member.save()
    return member


@pytest.fixture
def browser(member, brand) -> Client:
    browser = Client()
    browser.force_login(member, backend=BACKEND)
    return browser


def long_ago(member: Member) -> None:
    FormerHandle.objects.filter(member=member).update(until=timezone.now() - timedelta(days=31))


@pytest.mark.parametrize("handle", ["paypa1", "PAYPAL", "paypaI", "PayPa1"])
def test_lookalike_of_another_is_refused(member, paypal, handle):
    with pytest.raises(ValidationError, match="looks like it"):
        rename_member(member=member, handle=handle)


@pytest.mark.parametrize(
    ("one", "other"),
    [("adrnin", "admin"), ("b0b", "bob"), ("vvren", "wren"), ("Ian", "lan"), ("a_b", "a-b")],
)
def test_lookalikes_share_a_skeleton(one, other):
    assert handle_skeleton(one) == handle_skeleton(other)


def test_different_words_differ():
    assert handle_skeleton("ian") != handle_skeleton("lan")
    assert handle_skeleton("mia") != handle_skeleton("mla")


@given(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{1,29}", fullmatch=True))
def test_skeleton_fits_and_is_its_own_skeleton(handle):
    skeleton = handle_skeleton(handle)
    assert len(skeleton) <= 30
    assert handle_skeleton(skeleton) == skeleton


@pytest.mark.parametrize(
    "handle",
    ["admin", "Adm1n", "adrnin", "admin-2", "admin99", "support", "supp0rt", "mod", "studio", "inbox", "me",
     "fennimore", "Fenn1more", "fennimore-support", "team-fennimore", "h-e-a-r-t-h"],
)  # fmt: skip
def test_words_of_the_house_are_refused(member, brand, handle):
    assert is_reserved_handle(handle)
    with pytest.raises(ValidationError, match="spoke for the community"):
        rename_member(member=member, handle=handle)


@pytest.mark.parametrize(
    "handle", ["supporter", "modena", "ada-lund", "stephen", "melissa", "teamwork7"]
)
def test_ordinary_words_are_free(brand, handle):
    assert not is_reserved_handle(handle)


def test_staff_may_speak_for_the_house(manager, brand):
    assert rename_member(member=manager, handle="fennimore-team").handle == "fennimore-team"


@pytest.mark.parametrize("handle", ["", "a", "-a", "a b", "ünal", "а" * 5, "x" * 31, "a/b", "a\n"])
def test_other_letters_are_refused(member, handle):
    with pytest.raises(ValidationError, match="Use letters"):
        rename_member(member=member, handle=handle)


def test_letters_of_other_scripts_look_like_latin_ones():
    assert loose_skeleton("Аdmіn") == loose_skeleton("admin")  # Cyrillic A and i
    assert loose_skeleton("ѕuрроrt") == loose_skeleton("support")
    assert loose_skeleton("Ａｄｍｉｎ") == loose_skeleton("admin")
    assert loose_skeleton("ádmín") == loose_skeleton("admin")


def test_old_addresses_lead_to_the_new(client, member, brand):
    rename_member(member=member, handle="ada")
    for page in ("", "conversations/"):
        answer = client.get(f"/m/MEMBER/{page}?after=3")
        assert (answer.status_code, answer["Location"]) == (301, f"/m/ada/{page}?after=3")
        assert "max-age=600" in answer["Cache-Control"]
    assert client.get("/m/ada/").status_code == 200
    assert client.get("/m/nobody-ever/").status_code == 404


def test_old_author_page_leads_to_the_new(client, evangelist, space, brand):
    Article.objects.create(
        space=space, slug="a", title="A", source="A.", html="<p>A.</p>", author=evangelist,
        published_at=timezone.now(),
    )  # fmt: skip
    rename_member(member=evangelist, handle="ada")
    answer = client.get("/authors/evangelist/")
    assert (answer.status_code, answer["Location"]) == (301, "/authors/ada/")


def test_two_renamings_lead_to_the_last(client, member, brand):
    rename_member(member=member, handle="ada")
    long_ago(member)
    rename_member(member=member, handle="ada-lund")
    assert client.get("/m/member/")["Location"] == "/m/ada-lund/"
    assert client.get("/m/ada/")["Location"] == "/m/ada-lund/"


def test_old_handle_is_given_to_nobody_else_but_to_its_owner(member, outsider):
    rename_member(member=member, handle="ada")
    for wish in ("member", "MEMBER", "rnember"):
        with pytest.raises(ValidationError, match="had it before"):
            rename_member(member=outsider, handle=wish)
    assert is_taken("member")
    assert free_handle("member") != "member"
    long_ago(member)
    assert rename_member(member=member, handle="member").handle == "member"
    assert list(member.former_handles.values_list("handle", flat=True)) == ["ada"]


def test_mention_of_the_old_handle_still_calls(member, outsider, board):
    rename_member(member=member, handle="ada")
    topic = open_topic(
        author=outsider, board=board, kind="question", title="Why does it drip",
        source="Ask @member about it.", tags=[],
    )  # fmt: skip
    assert member.pk in mentioned_in(topic.posts.get())


def test_once_in_thirty_days(member, browser):
    rename_member(member=member, handle="ada")
    with pytest.raises(NotAllowed, match="lately"):
        rename_member(member=member, handle="ada-lund")
    assert "You changed your handle lately" in browser.get("/me/handle/").content.decode()
    assert browser.post("/me/handle/", {"handle": "ada-lund"}).status_code == 422
    long_ago(member)
    assert rename_member(member=member, handle="ada-lund").handle == "ada-lund"


def test_renaming_is_told_once(member):
    rename_member(member=member, handle="ada")
    rename_member(member=member, handle="ada")
    assert Event.objects.filter(kind="accounts.MemberRenamed").count() == 1


def test_page_renames_and_says_what_is_wrong(browser, member, paypal):
    assert browser.get("/me/handle/").status_code == 200
    answer = browser.post("/me/handle/", {"handle": "paypa1"})
    assert answer.status_code == 422
    assert "looks like it" in answer.content.decode()
    assert browser.post("/me/handle/", {"handle": "@ada"}).status_code == 302
    member.refresh_from_db()
    assert (member.handle, member.handle_skeleton) == ("ada", "ada")


def test_hint_says_whether_it_is_free(browser, paypal):
    assert "@ada is free" in browser.get("/me/handle/hint/?handle=ada").content.decode()
    assert "looks like it" in browser.get("/me/handle/hint/?handle=paypa1").content.decode()
    assert browser.get("/me/handle/hint/?handle=member").content.decode().strip() == ""
    assert "<script" not in browser.get("/me/handle/hint/?handle=<script>").content.decode()


def test_joining_by_mail_publishes_nothing_of_the_address(client, brand):
    client.post("/accounts/signup/", {"email": "ada.secret@mail.example"})
    member = Member.objects.get(email="ada.secret@mail.example")
    assert member.has_neutral_handle
    for shown in (member.handle, member.name, str(member)):
        assert "ada" not in shown and "secret" not in shown
    client.force_login(member, backend=BACKEND)
    assert "Choose your own handle" in client.get("/me/").content.decode()
    renamed = rename_member(member=member, handle="ada")
    assert rename_member(member=renamed, handle="ada-lund").handle == "ada-lund"


def test_existing_members_get_skeletons_and_the_first_keeps_the_look(brand):
    first, second, third = make_member("paypal"), make_member("paypa1"), make_member("ada")
    (path,) = Path(migrations.__file__).parent.glob("*_fill_handle_skeletons.py")
    importlib.import_module(f"accounts.migrations.{path.stem}").fill(apps, None)
    found = dict(Member.objects.values_list("pk", "handle_skeleton"))
    assert found == {first.pk: "paypal", second.pk: "", third.pk: "ada"}
