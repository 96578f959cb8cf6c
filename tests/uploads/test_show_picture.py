"""A picture's address answers those who may see it, with headers that let it be nothing but a picture."""

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from tests.cast import make_member
from tests.uploads.files import SECRET, picture_bytes, upload, with_notes
from uploads.actions import use_uploads
from uploads.models import Upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client, member, brand):
    client.force_login(member)
    return client


def send(client, content: bytes, **more):
    return client.post(reverse("uploads:uploads"), {"file": upload(content)}, **more)


class TestSending:
    def test_member_gets_markdown_back(self, signed_in, member):
        response = send(signed_in, with_notes())
        stored = Upload.objects.get()
        assert response.status_code == 201
        assert response.json()["markdown"] == f"![cup](/uploads/{stored.pk}/40x60.webp)"
        assert stored.owner == member
        assert stored.browser is None

    def test_visitor_keeps_it_by_their_browser(self, client, brand):
        response = send(client, picture_bytes())
        stored = Upload.objects.get()
        assert stored.owner is None
        assert stored.browser
        assert client.get(response.json()["url"]).status_code == 200

    @pytest.mark.parametrize(
        "content", [b"<svg onload=alert(1)>", b"<html><script>", b"MZ", b"GIF89a"]
    )
    def test_what_is_no_picture_is_refused_in_words(self, signed_in, content):
        response = send(signed_in, content)
        assert response.status_code == 400
        assert response.json()["error"]
        assert not Upload.objects.exists()

    def test_nothing_sent(self, signed_in):
        assert signed_in.post(reverse("uploads:uploads")).status_code == 400

    def test_forged_request_is_refused(self, client, brand, member):
        client.handler.enforce_csrf_checks = True
        client.force_login(member)
        assert send(client, picture_bytes()).status_code == 403
        assert not Upload.objects.exists()

    def test_visitor_is_slowed_down(self, client, brand):
        statuses = [send(client, b"no", REMOTE_ADDR="192.0.2.7").status_code for _ in range(16)]
        assert statuses == [400] * 15 + [429]

    def test_too_large_is_refused_by_its_declared_length(self, signed_in, settings):
        settings.UPLOAD_MAX_BYTES = 1000
        response = send(signed_in, b"x" * (1024 * 1024 + 2000))
        assert response.status_code == 400
        assert not Upload.objects.exists()

    def test_reading_is_not_sending(self, signed_in):
        assert signed_in.get(reverse("uploads:uploads")).status_code == 405


class TestShowing:
    def test_owner_sees_it_and_the_headers_hold(self, signed_in, member, bring):
        response = signed_in.get(bring(member).address)
        assert response.status_code == 200
        assert b"".join(response.streaming_content)[8:12] == b"WEBP"
        assert response["Content-Type"] == "image/webp"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert response["Cache-Control"] == "private, max-age=31536000, immutable"
        assert response["Content-Disposition"] == 'inline; filename="cup.webp"'

    def test_outsider_finds_nothing(self, client, brand, member, bring):
        address = bring(member).address
        assert client.get(address).status_code == 404
        client.force_login(make_member("other"))
        assert client.get(address).status_code == 404

    def test_used_by_what_all_may_see(self, client, brand, member, bring, things):
        picture = bring(member)
        use_uploads(used_by="tests.thing", object_id=1, html="", also=[picture], owner=member)
        assert client.get(picture.address).status_code == 404
        things.add("1")
        assert client.get(picture.address).status_code == 200

    def test_small_copy(self, signed_in, member, bring):
        large, small = bring(member, size=(1200, 900)), bring(member)
        assert signed_in.get(large.small_address).status_code == 200
        assert signed_in.get(f"/uploads/{small.pk}/800.webp").status_code == 404

    @pytest.mark.parametrize("size", ["1x1", "64x48x1", "0", "x"])
    def test_only_the_addresses_we_gave(self, signed_in, member, bring, size):
        assert signed_in.get(f"/uploads/{bring(member).pk}/{size}.webp").status_code == 404

    def test_unknown_id(self, signed_in):
        assert (
            signed_in.get("/uploads/12345678-1234-1234-1234-123456789abc/1x1.webp").status_code
            == 404
        )

    def test_lost_file_is_not_an_error(self, signed_in, member, bring):
        picture = bring(member)
        default_storage.delete(picture.stored_as)
        assert signed_in.get(picture.address).status_code == 404

    def test_what_was_hidden_in_it_is_not_served(self, signed_in):
        address = send(signed_in, with_notes()).json()["url"]
        assert SECRET not in b"".join(signed_in.get(address).streaming_content)
