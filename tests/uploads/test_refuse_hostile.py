"""Bombs, polyglots, broken and lying files: a clear error, nothing kept, and memory bounded (measured)."""

import errno
import io
import json
import os
import struct
import subprocess
import sys
import time
import zlib

import pytest
from django.conf import settings as site
from django.core.files.storage import default_storage
from django.core.files.storage.filesystem import FileSystemStorage
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.urls import reverse
from PIL import Image

from tests.uploads.files import picture_bytes, png_of_declared_size, png_with_text_bomb, upload
from tests.uploads.test_attach_file import PDF, ZIP
from tests.uploads.test_keep_moving import tiny_frames
from uploads.actions import StorageAway, store_upload
from uploads.models import Meter, Removal, Upload
from uploads.pictures import read_picture
from uploads.refusal import UploadRefused

PNG_MARK = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, data: bytes, *, said: int | None = None) -> bytes:
    size = len(data) if said is None else said
    return struct.pack(">I", size) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(*chunks: bytes, size=(8, 8)) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", *size, 8, 0, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * (size[0] + 1) * size[1]))
    return PNG_MARK + head + b"".join(chunks) + pixels + chunk(b"IEND", b"")


def jpeg_of_many_scans(count: int) -> bytes:
    """A progressive picture whose last scan comes again and again."""
    target = io.BytesIO()
    Image.new("RGB", (4000, 4000), "red").save(target, "JPEG", progressive=True, quality=40)
    content = target.getvalue()
    last = content.rindex(b"\xff\xda")
    return content[:last] + content[last:-2] * count + content[-2:]


def webp_of_declared_size(width: int, height: int) -> bytes:
    body = b"VP8X" + struct.pack("<I", 10) + b"\x02\0\0\0" + (width - 1).to_bytes(3, "little")
    body += (height - 1).to_bytes(3, "little") + b"ANIM" + struct.pack("<I", 6) + b"\0" * 6
    frame = b"\0" * 16 + b"VP8L" + struct.pack("<I", 8) + b"\x2f\0\0\0\0\x88\x88\x08"
    body += b"ANMF" + struct.pack("<I", len(frame)) + frame
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


HOSTILE = {
    "pixel flood": (png_of_declared_size(60_000, 60_000), "cup.png"),
    "as many pixels as a number holds": (png_of_declared_size(2**31 - 1, 2**31 - 1), "cup.png"),
    "webp canvas": (webp_of_declared_size(16_384, 16_384), "cup.webp"),
    "gif canvas": (b"GIF89a\xff\xff\xff\xff\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\x02\x02\x44\x01\0;", "cup.gif"),
    "text bomb": (png_with_text_bomb(), "cup.png"),
    "profile bomb": (png(chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(80_000_000), 9))), "cup.png"),
    "a million frames": (tiny_frames(200_000), "cup.gif"),
    "a million chunks": (png(chunk(b"tEXt", b"") * 300_000), "cup.png"),
    "huge chunk": (png(chunk(b"tEXt", b"abc", said=0x7FFFFFFF)), "cup.png"),
    "many scans": (jpeg_of_many_scans(400), "cup.jpg"),
    "page called a picture": (b"<!doctype html><script>alert(1)</script>", "cup.png"),
    "page behind a mark": (PNG_MARK + b"<script>alert(1)</script>", "cup.png"),
    "script that is a gif": (b"GIF89a=1;alert(1)//", "cup.gif"),
    "svg": (b"<svg onload=alert(1)>", "cup.svg"),
    "postscript": (b"%!PS-Adobe-3.0 EPSF-3.0\n", "cup.jpg"),
    "picture cut off": (picture_bytes("JPEG", size=(900, 900))[:2000], "cup.jpg"),
    "jar called a pdf": (ZIP, "manual.pdf"),
    "archive in a pdf": (PDF + ZIP, "manual.pdf"),
    "archive behind a gif": (picture_bytes("GIF") + ZIP, "manual.zip"),
    "binary called text": (b"\x7fELF\2\1\1\0" + bytes(64), "notes.txt"),
    "nothing": (b"", "cup.png"),
}  # fmt: skip


def files_kept() -> set[str]:
    root = site.MEDIA_ROOT
    return {os.path.join(where, name) for where, _, names in os.walk(root) for name in names}  # noqa: PTH118


@pytest.fixture
def clean(db):
    """Whatever happens in the test, no file and no row is left of it."""
    before = files_kept()
    yield
    assert files_kept() == before
    assert not Upload.objects.exists()
    assert not Meter.objects.filter(bytes__gt=0).exists()


@pytest.mark.parametrize("name", HOSTILE)
def test_refused_in_words_with_nothing_kept(client, member, brand, clean, name):
    client.force_login(member)
    content, called = HOSTILE[name]
    began = time.monotonic()
    response = client.post(reverse("uploads:uploads"), {"file": upload(content, called)})
    assert time.monotonic() - began < 5
    assert response.status_code == 400
    assert len(json.loads(response.content)["error"]) > 10


@pytest.mark.django_db
@pytest.mark.parametrize(
    "hidden",
    [ZIP, b"<script>alert(1)</script>", b"<?php system('x') ?>", PDF, b"*/=alert(1)/*"],
    ids=["jar", "page", "php", "pdf", "script"],
)
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_second_file_in_a_picture_is_gone(member, kind, hidden):
    """GIFAR and its kin: what the picture shows is kept, written anew."""
    content = picture_bytes(kind) + hidden
    if kind == "PNG":
        content = png(chunk(b"tEXt", b"Comment\0" + hidden)) + hidden
    stored = store_upload(file=upload(content, "a"), name="a", owner=member, browser_id=None)
    with default_storage.open(stored.stored_as) as file:
        kept = file.read()
    assert kept[8:12] == b"WEBP"
    assert hidden[:12] not in kept
    assert len(kept) == int.from_bytes(kept[4:8], "little") + 8  # nothing hangs on to it


MEASURED = """
import resource, sys
from django.conf import settings
settings.configure(UPLOAD_MAX_BYTES=10**9, USE_I18N=False)
import io
from uploads.documents import attached_kind, is_picture
from uploads.pictures import read_picture
from uploads.refusal import UploadRefused
names = sys.argv[1:]
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for path in names:
    content = open(path, "rb")
    size = content.seek(0, 2)
    try:
        if is_picture(content, name=path):
            read_picture(content, size=size)
        else:
            attached_kind(content, name=path, size=size)
    except UploadRefused:
        pass
    except BaseException as error:
        print(path, repr(error))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    if grown > 260:
        print(path, grown, "MB")
"""


@pytest.mark.processes
def test_all_of_them_take_bounded_memory(tmp_path):
    """Peak memory of a process that meets every hostile file, and the dearest honest ones: 40 million pixels
    of four bytes are held once, 160 MB."""
    paths = []
    honest = {
        "moving": (tiny_frames(290, size=(450, 450)), "a.gif"),
        "large": (picture_bytes("PNG", size=(6300, 6300)), "a.png"),
        "text": (b"words " * 1_300_000, "a.txt"),
    }
    for number, (content, called) in enumerate([*HOSTILE.values(), *honest.values()]):
        path = tmp_path / f"{number}-{called}"
        path.write_bytes(content)
        paths.append(str(path))
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *paths], capture_output=True, text=True, check=True
    )
    assert done.stdout == ""


class TestRequests:
    def test_length_that_is_shorter_than_the_file(self, client, member, brand, clean):
        client.force_login(member)
        body, kind = form(picture_bytes(size=(400, 400)))
        response = client.generic("POST", reverse("uploads:uploads"), body, content_type=kind, CONTENT_LENGTH="700")  # fmt: skip
        assert response.status_code == 400

    def test_length_that_is_longer_than_we_take(self, client, member, brand, clean):
        client.force_login(member)
        body, kind = form(b"x")
        response = client.generic("POST", reverse("uploads:uploads"), body, content_type=kind, CONTENT_LENGTH=str(10**12))  # fmt: skip
        assert response.status_code == 400

    @pytest.mark.parametrize("length", ["-5", "many", ""])
    def test_length_that_is_none(self, client, member, brand, clean, length):
        client.force_login(member)
        body, kind = form(b"x")
        response = client.generic("POST", reverse("uploads:uploads"), body, content_type=kind, CONTENT_LENGTH=length)  # fmt: skip
        assert 400 <= response.status_code < 500

    def test_more_than_was_declared_large_is_cut_off(self, client, member, brand, clean, settings):
        settings.UPLOAD_MAX_BYTES = 2000
        client.force_login(member)
        response = client.post(
            reverse("uploads:uploads"), {"file": upload(b"x" * 500_000, "a.txt")}
        )
        assert response.status_code == 400
        assert "too large" in json.loads(response.content)["error"]


def form(content: bytes) -> tuple[bytes, str]:
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
    return head + content + b"\r\n--b--\r\n", "multipart/form-data; boundary=b"


class TestFullDisk:
    @pytest.fixture
    def full(self, monkeypatch):
        """The disk takes the first file and half of the next."""
        save, taken = FileSystemStorage._save, []

        def half(self, name, content):
            taken.append(name)
            if len(taken) > full.room:
                with open(self.path(save(self, name, content)), "r+b") as file:  # noqa: PTH123
                    file.truncate(10)
                raise OSError(errno.ENOSPC, "No space left on device")
            return save(self, name, content)

        monkeypatch.setattr(FileSystemStorage, "_save", half)
        full = type("Full", (), {"room": 1})()
        return full

    def test_half_a_picture_is_not_left(self, client, member, brand, clean, full):
        client.force_login(member)
        picture = upload(picture_bytes(size=(2000, 40)))
        response = client.post(reverse("uploads:uploads"), {"file": picture})
        assert (response.status_code, bool(response["Retry-After"])) == (503, True)
        assert "try again in a minute" in json.loads(response.content)["error"]

    def test_half_a_file_is_not_left(self, member, clean, full):
        full.room = 0
        with pytest.raises(StorageAway):
            store_upload(file=upload(PDF, "a.pdf"), name="a.pdf", owner=member, browser_id=None)
        assert not Removal.objects.exists()

    def test_temporary_disk_is_full(self, client, member, brand, clean, monkeypatch, settings):
        """A file larger than what is held in memory goes through the disk on its way."""

        def refuse(self, data, start):
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", refuse)
        settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
        client.force_login(member)
        client.raise_request_exception = False
        response = client.post(reverse("uploads:uploads"), {"file": upload(b"x" * 5000, "a.txt")})
        assert (response.status_code, bool(response["Retry-After"])) == (503, True)


def test_truncated_at_any_place_is_a_picture_or_refused():
    for kind in ("PNG", "JPEG", "WEBP", "GIF"):
        content = picture_bytes(kind, size=(120, 90))
        for cut in range(1, len(content), 37):
            try:
                read_picture(io.BytesIO(content[:cut]), size=cut)
            except UploadRefused as error:
                assert str(error)  # noqa: PT017
