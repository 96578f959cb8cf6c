"""A file is added to a text: only what is on the list and what its bytes bear out; handed out, never shown."""

import io
import json
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from core.text import cook
from forums.actions import edit_post, open_topic
from tests.cast import make_member
from tests.uploads.files import picture_bytes, upload
from uploads.actions import delete_upload, store_upload, use_uploads
from uploads.actions.store_image import plain_name
from uploads.documents import attached_kind
from uploads.models import Upload
from uploads.refusal import UploadRefused

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def packed(files: dict[str, bytes], *, stored: tuple[str, ...] = ()) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            how = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, compress_type=how)
    return target.getvalue()


ZIP = packed({"manual/read me.txt": b"Turn it on."})
DOCX = packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})
ODT = packed(
    {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<o/>"},
    stored=("mimetype",),
)


def judge(content: bytes, name: str) -> str:
    return attached_kind(io.BytesIO(content), name=name, size=len(content))


def bring(owner, content=PDF, name="Service manual (2).pdf") -> Upload:
    return store_upload(file=upload(content, name), name=name, owner=owner, browser_id=None)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a.PDF", PDF, "application/pdf"),
        ("a.zip", ZIP, "application/zip"),
        ("a.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.odt", ODT, "application/vnd.oasis.opendocument.text"),
        ("a.txt", "Grüße\r\n".encode(), "text/plain; charset=utf-8"),
        ("a.log", b"\x1b[31mERROR\x1b[0m <b>pump</b>\n", "text/plain; charset=utf-8"),
        ("a.csv", b"\xef\xbb\xbfbar,seconds\n9,27\n", "text/csv; charset=utf-8"),
        ("a.json", b'{"bar": 9}', "application/json"),
    ],
)
def test_what_is_taken(name, content, kind):
    assert judge(content, name) == kind


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.html", b"<html>", "cannot be added: PDF, ZIP"),
        ("a.svg", b"<svg/>", "cannot be added"),
        ("a.exe", b"MZ", "cannot be added"),
        ("a.pdf.exe", PDF, "cannot be added"),
        ("noending", PDF, "cannot be added"),
        ("a.docm", DOCX, "cannot be added"),
        ("a.pdf", b"", "empty"),
        ("a.pdf", ZIP, "not what its name says"),
        ("a.zip", PDF, "not what its name says"),
        ("a.docx", ZIP, "not what its name says"),
        ("a.odt", DOCX, "not what its name says"),
        ("a.epub", ODT, "not what its name says"),
        ("a.txt", PDF, "not what its name says"),
        ("a.txt", ZIP, "not what its name says|no text"),
        ("a.txt", b"  <!DOCTYPE html><script>", "not what its name says"),
        ("a.csv", b"\xef\xbb\xbf<svg onload=alert(1)>", "not what its name says"),
        ("a.txt", b"#!/bin/sh\nrm -rf ~", "not what its name says"),
        ("a.txt", b"abc\0def", "not what its name says"),
        ("a.txt", b"MZ\x90\0\3", "not what its name says|no text"),
        ("a.txt", "Grüße".encode("latin-1"), "no text in UTF-8"),
        ("a.txt", "Grüße".encode()[:-2] + b"\xc3", "no text in UTF-8"),
        ("a.json", picture_bytes("PNG"), "not what its name says"),
        ("report.pdf", picture_bytes("JPEG"), "not what its name says"),
    ],
    ids=range(23),
)
def test_what_is_refused_in_words(name, content, words):
    with pytest.raises(UploadRefused, match=words):
        judge(content, name)


class TestPolyglots:
    def test_page_in_a_pdf(self):
        with pytest.raises(UploadRefused, match="not what its name says"):
            judge(b"%PDF-1.7\n<html><script>alert(1)</script>" + PDF, "a.pdf")

    def test_script_before_a_pdf(self):
        with pytest.raises(UploadRefused, match="not what its name says"):
            judge(b"alert(1)/*" + PDF, "a.pdf")

    def test_archive_behind_a_pdf(self):
        with pytest.raises(UploadRefused, match="Another file is hidden"):
            judge(PDF + ZIP + b"%%EOF", "a.pdf")

    def test_something_before_or_behind_an_archive(self):
        for content in (PDF + ZIP, ZIP + PDF, ZIP + b"<script>", picture_bytes("GIF") + ZIP):
            with pytest.raises(UploadRefused, match="damaged|not what its name says"):
                judge(content, "a.zip")

    def test_truncated_ones(self):
        with pytest.raises(UploadRefused, match="incomplete"):
            judge(PDF[:-8], "a.pdf")
        for cut in (30, len(ZIP) // 2, len(ZIP) - 1):
            with pytest.raises(UploadRefused, match="damaged"):
                judge(ZIP[:cut], "a.zip")


class TestArchives:
    def test_bomb(self):
        bomb = packed({str(number): bytes(9_000_000) for number in range(3)})
        assert len(bomb) < 100_000
        with pytest.raises(UploadRefused, match="unpacks to far more"):
            judge(bomb, "a.zip")

    def test_declared_bomb(self):
        """The directory says a file is of four gigabytes; nothing is unpacked to know that."""
        at = ZIP.index(b"PK\x01\x02")
        lying = ZIP[: at + 24] + b"\xf0\xff\xff\xff" + ZIP[at + 28 :]
        with pytest.raises(UploadRefused, match="unpacks to far more"):
            judge(lying, "a.zip")

    def test_overlapping_files(self):
        twice = packed({"a": b"x" * 4000, "b": b"x" * 4000}, stored=("a", "b"))
        second = twice.rindex(b"PK\x01\x02")
        overlapping = twice[: second + 42] + b"\x05\0\0\0" + twice[second + 46 :]
        with pytest.raises(UploadRefused, match="damaged"):
            judge(overlapping, "a.zip")

    @pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a\\..\\..\\b", "C:/b"])
    def test_files_laid_elsewhere(self, name):
        with pytest.raises(UploadRefused, match="outside of its folder"):
            judge(packed({name: b"x"}), "a.zip")

    def test_very_many_files(self):
        with pytest.raises(UploadRefused, match="more than 5000 files"):
            judge(packed({str(number): b"" for number in range(5001)}), "a.zip")

    def test_macros(self):
        parts = {
            "[Content_Types].xml": b"<T/>",
            "word/document.xml": b"",
            "word/vbaProject.bin": b"",
        }
        with pytest.raises(UploadRefused, match="macros"):
            judge(packed(parts), "a.docx")


class TestSending:
    def test_member_gets_a_link_that_shows_the_size(self, client, member, brand):
        client.force_login(member)
        response = client.post(
            reverse("uploads:uploads"), {"file": upload(PDF, "Manual [é] (2).pdf")}
        )
        assert response.status_code == 201
        stored = Upload.objects.get()
        address = f"/uploads/files/{stored.pk}/{len(PDF)}/Manual-2.pdf"
        assert json.loads(response.content)["markdown"] == f"[Manual é 2.pdf]({address})"
        html = cook(stored.markdown)
        assert f'<a href="{address}" class="file" data-size="{len(PDF)} B">' in html
        assert cook(f"[again]({address})").count("data-size") == 1

    def test_picture_becomes_a_picture_whatever_it_is_called(self, member):
        assert bring(member, picture_bytes("PNG"), "cup").is_picture
        with pytest.raises(UploadRefused, match="Only pictures"):
            bring(member, PDF, "cup.png")

    def test_visitor_brings_pictures_only(self, client, brand):
        response = client.post(reverse("uploads:uploads"), {"file": upload(PDF, "a.pdf")})
        assert response.status_code == 400
        assert "Sign in to add files" in response.json()["error"]
        assert not Upload.objects.exists()

    @pytest.mark.parametrize(
        "name", ["../../../etc/cron.d/x.txt", "a\r\nSet-Cookie: x=1.txt", '"><svg onload=1>.txt', "…/‮txt.txt", "x" * 500 + ".txt"]
    )  # fmt: skip
    def test_hostile_names(self, client, member, brand, name):
        client.force_login(member)
        stored = bring(member, b"words", name)
        assert stored.stored_as.startswith("files/20") and ".." not in stored.stored_as
        assert len(stored.name) <= 120 and stored.name == plain_name(name)
        response = client.get(stored.address)
        assert response.status_code == 200
        head = response["Content-Disposition"]
        assert head.startswith("attachment;") and "\n" not in head and "<" not in head
        assert "<svg" not in cook(stored.markdown)


class TestHandingOut:
    def test_it_is_saved_never_shown(self, client, member, brand):
        client.force_login(member)
        response = client.get(bring(member).address)
        assert b"".join(response.streaming_content) == PDF
        assert response["Content-Disposition"] == 'attachment; filename="Service manual (2).pdf"'
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert response["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "no-store" in response["Cache-Control"]

    def test_who_may_see_the_post_may_have_it(self, client, board, member, brand):
        file = bring(member)
        topic = open_topic(author=member, board=board, kind="question", title="Which seal fits it?", source=f"See {file.markdown}")  # fmt: skip
        other = make_member("other")
        for viewer in (None, other):
            if viewer:
                client.force_login(viewer)
            assert client.get(file.address).status_code == 200
        edit_post(by=member, post=topic.posts.get(number=1), source="No longer.")
        assert client.get(file.address).status_code == 404

    def test_files_of_a_private_space_are_not_there(
        self, client, private_board, insider, outsider, brand
    ):
        file = bring(insider)
        open_topic(author=insider, board=private_board, kind="question", title="Which seal fits it?", source=f"See {file.markdown}")  # fmt: skip
        assert client.get(file.address).status_code == 404
        client.force_login(outsider)
        assert client.get(file.address).status_code == 404

    def test_anothers_file_is_not_made_public_by_a_link(self, member, things):
        file, thief = bring(member), make_member("thief")
        use_uploads(used_by="tests.thing", object_id=7, html=cook(file.markdown), owner=thief)
        assert not file.uses.exists()

    def test_only_the_address_we_gave(self, client, member, brand):
        client.force_login(member)
        file, cup = bring(member), bring(member, picture_bytes(), "cup.jpg")
        for address in (
            f"/uploads/files/{file.pk}/{file.bytes + 1}/a.pdf",
            f"/uploads/files/{cup.pk}/{cup.bytes}/a.pdf",
            f"/uploads/{file.pk}/0x0.webp",
            f"/uploads/{file.pk}/480.webp",
        ):
            assert client.get(address).status_code == 404, address

    def test_lost_file_is_not_an_error(self, client, member, brand):
        client.force_login(member)
        file = bring(member)
        default_storage.delete(file.stored_as)
        assert client.get(file.address).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_deleting_takes_the_bytes_along(member):
    file = bring(member)
    assert default_storage.exists(file.stored_as)
    delete_upload(by=member, upload=file)
    assert not Upload.objects.exists()
    assert not default_storage.exists(file.stored_as)
