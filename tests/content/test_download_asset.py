"""The library: files to take along, open or for members; a visitor presses first and signs in after."""

import uuid
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from analytics.models import Lead, Touch
from content.actions import add_asset
from content.models import Asset, AssetDownload
from core.rules import NotAllowed
from tests.analytics.conftest import agree
from tests.waiting import HERE, sign_in_by_code
from tests.world import deliver_all
from uploads.actions import UploadRefused
from uploads.models import Document

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\ncanary of a guide\n%%EOF\n"


def file(name="guide.pdf", content=PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def asset(evangelist, space) -> Asset:
    return add_asset(author=evangelist, space=space, title="Descaling, step by step", file=file())


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_a_visitor_presses_signs_in_and_the_file_starts(client, asset, newcomer):
    page = client.get(asset.get_absolute_url()).content.decode()
    assert "For members" in page and "/file/" not in page
    assert client.get(f"/library/{asset.slug}/file/")["Location"] == asset.get_absolute_url()
    form = {"kind": "content.download", "asset": asset.slug}
    asked = client.post("/kept/", form, headers=HERE)
    assert asked["Location"].startswith("/accounts/login/")
    landed = sign_in_by_code(client, newcomer)["Location"]
    assert urlsplit(landed).path == asset.get_absolute_url()
    assert f'href="/library/{asset.slug}/file/" data-starts' in client.get(landed).content.decode()
    got = [client.get(f"/library/{asset.slug}/file/") for _ in range(2)]
    assert body(got[0]) == PDF
    assert AssetDownload.objects.get().member == newcomer


def test_a_file_is_saved_and_never_shown(client, asset, newcomer):
    client.force_login(newcomer, backend="allauth.account.auth_backends.AuthenticationBackend")
    got = client.get(f"/library/{asset.slug}/file/")
    assert got["Content-Disposition"] == 'attachment; filename="guide.pdf"'
    assert got["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in got["Content-Security-Policy"]


def test_an_open_file_is_everybodys(client, evangelist, space):
    asset = add_asset(author=evangelist, space=space, title="Sheet", file=file(), gate="open")
    assert body(client.get(f"/library/{asset.slug}/file/")) == PDF
    assert not AssetDownload.objects.exists()


def test_files_of_a_private_space_are_not_there(
    client, evangelist, private_space, insider, outsider, asset
):
    Asset.objects.update(space=private_space, title="Secret canary")
    for who in (None, outsider):
        if who:
            client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
        for part in ("", "file/"):
            assert client.get(f"/library/{asset.slug}/{part}").status_code == 404
        assert "canary" not in client.get("/library/").content.decode()
        form = {"kind": "content.download", "asset": asset.slug}
        assert client.post("/kept/", form, headers=HERE).status_code == 404
    client.force_login(insider, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "canary" in client.get("/library/").content.decode()
    assert body(client.get(f"/library/{asset.slug}/file/")) == PDF


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<script>"), ("picture.svg", b"<svg/>"), ("run.exe", b"MZ"),
        ("guide.pdf", b"<html>"), ("guide.pdf", b""), ("guide", PDF), ("sheet.zip", PDF),
        ("guide.pdf.html", PDF),
    ],
)  # fmt: skip
def test_other_kinds_are_refused_in_words(evangelist, space, name, content):
    with pytest.raises(UploadRefused):
        add_asset(author=evangelist, space=space, title="Guide", file=file(name, content))
    assert not Document.objects.exists()


def test_too_large_a_file_is_refused(evangelist, space, settings):
    settings.UPLOAD_MAX_BYTES = 20
    with pytest.raises(UploadRefused):
        add_asset(author=evangelist, space=space, title="Guide", file=file())


def test_evangelists_add_and_take_out(client, evangelist, space, member, asset):
    client.force_login(evangelist, backend="allauth.account.auth_backends.AuthenticationBackend")
    form = {
        "key": str(uuid.uuid4()), "space": space.pk, "title": "Descaling, step by step",
        "description": "All of it.", "gate": "members",
    }  # fmt: skip
    answers = [client.post("/library/new/", form | {"file": file()}) for _ in range(2)]
    assert {each["Location"] for each in answers} == {"/library/descaling-step-by-step-2/"}
    assert (
        client.post(
            "/library/new/", form | {"file": file("x.svg"), "key": str(uuid.uuid4())}
        ).status_code
        == 422
    )
    client.post(f"/library/{asset.slug}/withdrawal/")
    assert client.get(asset.get_absolute_url()).status_code == 404
    with pytest.raises(NotAllowed):
        add_asset(author=member, space=space, title="Guide", file=file())


def test_a_consenting_members_download_moves_their_lead(client, asset, newcomer, outsider):
    agree(newcomer)
    for who in (newcomer, outsider):
        client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
        client.get(f"/library/{asset.slug}/file/")
        client.get(f"/library/{asset.slug}/file/")
    deliver_all()
    assert Touch.objects.get().member == newcomer
    assert Lead.objects.get().stage == "motivation"
