"""What a text shows is noted, as far as its author brought it."""

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser

from core.text import cook
from tests.cast import make_member
from uploads.actions import adopt_uploads, use_uploads
from uploads.models import UploadUse
from uploads.rules import may_see_upload

NOBODY = AnonymousUser()
pytestmark = pytest.mark.django_db


def uses(upload) -> set[tuple[str, str]]:
    return set(upload.uses.values_list("used_by", "object_id"))


def show(upload, **more) -> None:
    use_uploads(used_by="tests.thing", object_id=7, html=cook(upload.markdown), **more)


def test_author_shows_a_picture(bring, member):
    picture = bring(member)
    show(picture, owner=member)
    show(picture, owner=member)
    assert uses(picture) == {("tests.thing", "7")}


def test_large_picture_is_found_in_cooked_text_too(bring, member):
    picture = bring(member, size=(1200, 900))
    show(picture, owner=member)
    assert uses(picture)


def test_picture_taken_out_is_no_longer_used(bring, member):
    picture = bring(member)
    show(picture, owner=member)
    use_uploads(used_by="tests.thing", object_id=7, html="<p>nothing</p>", owner=member)
    assert not uses(picture)


def test_anothers_picture_is_not_made_public_by_quoting_it(bring, member, things):
    picture = bring(member)
    thief = make_member("thief")
    show(picture, owner=thief)
    things.add("7")
    assert not uses(picture)
    assert not may_see_upload(NOBODY, picture, browser_id=None)
    assert not may_see_upload(thief, picture, browser_id=None)


def test_anothers_edit_keeps_what_was_shown(bring, member):
    picture = bring(member)
    show(picture, owner=member)
    show(picture, owner=make_member("moderator"))
    assert uses(picture)


def test_cover_is_used_beside_the_text(bring, member):
    cover = bring(member)
    use_uploads(used_by="tests.thing", object_id=7, html="", owner=member, also=[cover, None])
    assert uses(cover)


def test_what_a_visitor_brought_becomes_theirs_when_they_sign_in(bring, member, browser_id):
    picture, other = bring(browser=browser_id), bring(browser=uuid.uuid4())
    assert adopt_uploads(owner=member, browser_id=browser_id) == 1
    picture.refresh_from_db()
    other.refresh_from_db()
    assert (picture.owner, picture.browser) == (member, None)
    assert other.owner is None
    assert adopt_uploads(owner=member, browser_id=None) == 0


def test_visitor_without_a_browser_gets_nobodys_uploads(bring):
    picture = bring()
    show(picture, owner=None, browser_id=None)
    assert not UploadUse.objects.exists()


class TestWhoSees:
    def test_unused_picture_is_its_owners(self, bring, member, browser_id):
        picture = bring(member)
        assert may_see_upload(member, picture, browser_id=None)
        assert not may_see_upload(make_member("other"), picture, browser_id=browser_id)
        assert not may_see_upload(NOBODY, picture, browser_id=None)

    def test_visitors_picture_is_their_browsers(self, bring, browser_id):
        picture = bring(browser=browser_id)
        assert may_see_upload(NOBODY, picture, browser_id=browser_id)
        assert not may_see_upload(NOBODY, picture, browser_id=None)

    def test_used_picture_is_seen_by_whoever_may_see_the_thing(self, bring, member, things):
        picture = bring(member)
        show(picture, owner=member)
        assert not may_see_upload(NOBODY, picture, browser_id=None)
        things.add("7")
        assert may_see_upload(NOBODY, picture, browser_id=None)

    def test_thing_of_an_unknown_kind_is_seen_by_nobody(self, bring, member, things):
        picture = bring(member)
        use_uploads(used_by="tests.unknown", object_id=7, html="", also=[picture], owner=member)
        things.add("7")
        assert uses(picture)
        assert not may_see_upload(NOBODY, picture, browser_id=None)

    def test_looking_takes_one_query_however_many_things_show_it(
        self, bring, member, things, django_assert_num_queries
    ):
        picture = bring(member)
        for number in range(4):
            use_uploads(
                used_by="tests.thing", object_id=number, html="", also=[picture], owner=member
            )
        with django_assert_num_queries(1):
            may_see_upload(NOBODY, picture, browser_id=None)
