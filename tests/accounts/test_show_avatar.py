"""A picture of oneself: cut, written anew, kept, shown to whom one wants, and taken away."""

import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from accounts.actions import (
    change_profile,
    delete_member,
    remove_avatar,
    request_deletion,
    set_avatar,
)
from accounts.models import Member
from forums import actions as forums
from tests.uploads.files import SECRET, picture_bytes, png_of_declared_size, upload, with_notes
from tests.world import deliver_all
from uploads.actions import Square, UploadRefused, sweep_unused
from uploads.models import Upload


def halves() -> bytes:
    """Red on the left, blue on the right, twice as wide as high."""
    image = Image.new("RGB", (800, 400), "red")
    image.paste("blue", (400, 0, 800, 400))
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


def stored(member: Member, width: int | None = None) -> Image.Image:
    member.refresh_from_db()
    kept = Upload.objects.get(pk=member.avatar.split("/")[2])
    with default_storage.open(kept.copy_stored_as(width) if width else kept.stored_as) as file:
        image = Image.open(io.BytesIO(file.read()))
    assert image.format == "WEBP"
    return image


@pytest.mark.django_db
class TestBringingOne:
    def test_the_middle_is_kept_as_a_square_in_two_sizes(self, client, member):
        client.force_login(member)
        answer = client.post("/me/picture/", {"picture": upload(halves())})
        assert (answer.status_code, answer["Location"]) == (302, "/me/")
        whole, small = stored(member), stored(member, 96)
        assert (whole.size, small.size) == ((320, 320), (96, 96))
        left, right = (whole.convert("RGB").getpixel((x, 100)) for x in (10, 310))
        assert left[0] > 200 > left[2]
        assert right[2] > 200 > right[0]

    def test_the_square_one_chose_is_cut_out(self, client, member):
        client.force_login(member)
        client.post("/me/picture/", {"picture": upload(halves()), "x": "1", "y": "0", "size": "1"})
        red, _, blue = stored(member).convert("RGB").getpixel((10, 10))
        assert blue > 200 > red

    @pytest.mark.parametrize("odd", ["nan", "inf", "-1", "7", "x", "", "1e400"])
    def test_odd_numbers_mean_the_middle(self, client, member, odd):
        client.force_login(member)
        client.post("/me/picture/", {"picture": upload(halves()), "x": odd, "y": odd, "size": odd})
        red, _, blue = stored(member).convert("RGB").getpixel((10, 10))
        assert red > 200 > blue

    def test_what_hid_in_it_is_gone(self, member):
        set_avatar(member=member, file=upload(with_notes()), part=Square(size=0.5))
        kept = Upload.objects.get()
        for path in kept.files:
            with default_storage.open(path) as file:
                assert SECRET not in file.read()

    @pytest.mark.parametrize(
        "content",
        [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>", png_of_declared_size(9000, 9000)],
        ids=["svg", "html", "bomb"],
    )
    def test_what_is_no_picture_is_refused_in_words(self, client, member, content):
        client.force_login(member)
        answer = client.post("/me/picture/", {"picture": upload(content)})
        assert answer.status_code == 422
        assert b'class="errorlist' in answer.content or b'class="errors' in answer.content
        assert not Upload.objects.exists()
        with pytest.raises(UploadRefused):
            set_avatar(member=member, file=upload(content))

    def test_nothing_chosen_is_said_kindly(self, client, member):
        client.force_login(member)
        answer = client.post("/me/picture/", {})
        assert answer.status_code == 422
        assert b"Choose a picture first." in answer.content

    def test_a_visitor_cannot(self, client, db):
        assert client.post("/me/picture/", {"picture": upload(halves())}).status_code == 302
        assert not Upload.objects.exists()


@pytest.mark.django_db
class TestKeepingIt:
    def test_it_outlives_the_sweep_and_the_one_before_does_not(self, member):
        set_avatar(member=member, file=upload(picture_bytes()))
        first = Member.objects.get(pk=member.pk).avatar
        set_avatar(member=member, file=upload(picture_bytes()))
        Upload.objects.update(created_at=timezone.now() - timedelta(days=30))
        assert sweep_unused() == 1
        assert Upload.objects.get().address == Member.objects.get(pk=member.pk).avatar != first

    def test_taken_away_it_is_swept_and_initials_stand(self, client, member):
        set_avatar(member=member, file=upload(picture_bytes()))
        client.force_login(member)
        client.post("/me/picture/", {"withdraw": "1"})
        member.refresh_from_db()
        assert (member.avatar, member.avatar_from) == ("", "removed")
        assert b'data-tint="' in client.get("/m/member/").content
        Upload.objects.update(created_at=timezone.now() - timedelta(days=30))
        assert sweep_unused() == 1


@pytest.mark.django_db
class TestWhoSeesIt:
    @pytest.fixture
    def topic(self, member, board):
        set_avatar(member=member, file=upload(picture_bytes(size=(400, 400))))
        return forums.open_topic(
            author=member, board=board, kind="question", title="Why does it drip?", source="Hm."
        )

    def see(self, client, topic, member) -> tuple[bool, bool, int]:
        member.refresh_from_db()
        identity = member.avatar.split("/")[2].encode()
        on_page = identity in client.get(topic.get_absolute_url()).content
        on_profile = identity in client.get("/m/member/").content
        return on_page, on_profile, client.get(member.avatar).status_code

    def test_everyone_unless_said_otherwise(self, client, topic, member):
        assert self.see(client, topic, member) == (True, True, 200)
        assert b"/96.webp" in client.get(topic.get_absolute_url()).content

    @pytest.mark.parametrize("part", ["picture", "page"])
    def test_kept_from_visitors(self, client, topic, member, outsider, part):
        change_profile(member=member, name="Mem", bio="", shown_to={part: "members"})
        assert self.see(client, topic, member) == (False, False, 404)
        client.force_login(outsider)
        assert self.see(client, topic, member) == (True, True, 200)

    def test_for_oneself_alone(self, client, topic, member, outsider):
        change_profile(member=member, name="Mem", bio="", shown_to={"picture": "nobody"})
        client.force_login(outsider)
        assert self.see(client, topic, member) == (False, False, 404)
        client.force_login(member)
        assert self.see(client, topic, member) == (True, True, 200)

    def test_somebody_who_is_gone_has_none(self, client, topic, member, outsider):
        Member.objects.filter(pk=member.pk).update(is_active=False)
        client.force_login(outsider)
        member.refresh_from_db()
        assert (
            member.avatar.split("/")[2].encode() not in client.get(topic.get_absolute_url()).content
        )
        assert client.get(member.avatar).status_code == 404

    def test_a_removed_one_is_shown_to_nobody_else(self, client, topic, member, outsider):
        member.refresh_from_db()
        address = member.avatar
        remove_avatar(member=member)
        client.force_login(outsider)
        assert client.get(address).status_code == 404

    def test_pictures_cost_lists_no_query(self, client, topic, board, member, outsider):
        def count() -> int:
            client.get("/latest/")
            with CaptureQueriesContext(connection) as queries:
                client.get("/latest/")
            return len(queries)

        before = count()
        for number in range(5):
            author = Member.objects.create(
                handle=f"a{number}", name=f"A{number}", email=f"{number}@a.example"
            )
            set_avatar(member=author, file=upload(picture_bytes()))
            forums.open_topic(
                author=author, board=board, kind="question", title=f"Why {number}?", source="Hm."
            )
        assert count() == before


@pytest.mark.django_db
def test_a_deleted_members_picture_goes_although_their_posts_stay(member):
    set_avatar(member=member, file=upload(picture_bytes()))
    deletion = request_deletion(member=member, takes_posts=False)
    assert delete_member(deletion_id=deletion.pk, now=timezone.now() + timedelta(days=15))
    deliver_all()
    assert not Upload.objects.exists()
    assert not Member.objects.get(pk=member.pk).avatar
