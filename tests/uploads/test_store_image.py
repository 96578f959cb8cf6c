"""A picture is written anew: what it shows stays, what hid in it is gone, and what is none is refused."""

import contextlib
import io
import resource
import subprocess
import sys

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from tests.uploads.files import (
    SECRET,
    picture_bytes,
    png_of_declared_size,
    png_with_text_bomb,
    upload,
    with_notes,
)
from uploads.actions import UploadRefused, store_image
from uploads.models import Upload
from uploads.pictures import MAX_SIDE, read_picture


def read(content: bytes):
    return read_picture(io.BytesIO(content), size=len(content))


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def stored_files() -> set[str]:
    try:
        days = default_storage.listdir("pictures")[0]
    except FileNotFoundError:
        return set()
    return {name for day in days for name in default_storage.listdir(f"pictures/{day}")[1]}


class TestWhatIsKept:
    def test_notes_are_gone_and_the_picture_stands_upright(self):
        kept = read(with_notes())
        image = opened(kept.whole)
        assert SECRET in with_notes()
        assert SECRET not in kept.whole
        assert not image.getexif()
        assert not {"exif", "xmp", "comment", "icc_profile"} & image.info.keys()
        assert image.size == (kept.width, kept.height) == (40, 60)
        red, _, blue = image.convert("RGB").getpixel((20, 5))
        assert blue > 200 > red

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
    def test_each_kind_becomes_webp(self, kind):
        image = opened(read(picture_bytes(kind)).whole)
        assert image.format == "WEBP"
        assert image.size == (64, 48)
        red, green, _ = image.convert("RGB").getpixel((10, 10))
        assert red > 150 > green

    @pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
    def test_each_way_to_hold_colours(self, mode):
        image = Image.new(mode, (10, 10))
        target = io.BytesIO()
        image.save(target, "PNG")
        assert read(target.getvalue()).width == 10

    def test_what_shines_through_stays_so(self):
        image = opened(read(picture_bytes("PNG", mode="RGBA", colour=(9, 9, 9, 0))).whole)
        assert image.convert("RGBA").getpixel((1, 1))[3] == 0

    def test_print_colours_become_screen_colours(self):
        image = opened(read(picture_bytes("JPEG", mode="CMYK", colour=(0, 255, 255, 0))).whole)
        assert image.mode == "RGB"

    def test_colour_profile_is_applied_and_left_out(self):
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        image = opened(read(picture_bytes("JPEG", icc_profile=profile)).whole)
        assert "icc_profile" not in image.info
        assert image.convert("RGB").getpixel((5, 5))[0] > 180

    def test_broken_profile_does_no_harm(self):
        assert read(picture_bytes("JPEG", icc_profile=b"nonsense")).width == 64

    def test_large_picture_is_made_smaller_with_a_small_copy(self):
        kept = read(picture_bytes("JPEG", size=(4000, 1000)))
        assert (kept.width, kept.height) == (MAX_SIDE, 600)
        sizes = {width: opened(copy).size for width, copy in kept.copies.items()}
        assert sizes == {480: (480, 120), 800: (800, 200), 1600: (1600, 400)}

    def test_picture_of_one_line(self):
        kept = read(picture_bytes("PNG", size=(9000, 1)))
        assert (kept.width, kept.height) == (MAX_SIDE, 1)


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", "empty"),
            (
                b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
                "Only pictures",
            ),
            (b"<!doctype html><script>alert(1)</script>", "Only pictures"),
            (b"GIF89a<script>alert(1)</script>", "damaged|Only pictures|too many"),
            (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "Only pictures"),
            (b"%PDF-1.7", "Only pictures"),
            (b"\xff\xd8\xff", "damaged|Only pictures"),
            (picture_bytes("TIFF"), "Only pictures"),
            (picture_bytes("BMP"), "Only pictures"),
            (picture_bytes("ICO"), "Only pictures"),
            (picture_bytes("JPEG", size=(400, 400))[:600], "damaged"),
            (picture_bytes("PNG", size=(400, 400))[:200], "damaged"),
            (png_with_text_bomb(), "damaged"),
        ],
        ids=range(13),
    )
    def test_no_picture(self, content, words):
        with pytest.raises(UploadRefused, match=words):
            read(content)

    @pytest.mark.parametrize("size", [(20_000, 2_001), (60_000, 60_000), (2**31 - 1, 2**31 - 1)])
    def test_bomb_is_known_by_its_head(self, size):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with pytest.raises(UploadRefused, match="too many pixels|damaged"):
            read(png_of_declared_size(*size))
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000

    def test_large_file(self, settings):
        settings.UPLOAD_MAX_BYTES = 1024 * 1024
        with pytest.raises(UploadRefused, match="1 MB is the most"):
            read_picture(io.BytesIO(b""), size=1024 * 1024 + 1)

    def test_second_file_within_is_gone(self):
        hidden = b"PK\x03\x04 <script>alert(1)</script> <?php system('x') ?>"
        kept = read(picture_bytes("JPEG") + hidden)
        assert b"script" not in kept.whole
        assert b"PK\x03\x04" not in kept.whole

    @settings(max_examples=60, deadline=None)
    @given(st.data(), st.sampled_from(["JPEG", "PNG", "WEBP", "GIF"]))
    def test_damaged_anywhere_is_a_picture_or_refused(self, data, kind):
        content = bytearray(picture_bytes(kind, size=(40, 30)))
        for _ in range(data.draw(st.integers(1, 6))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
        with contextlib.suppress(UploadRefused):
            read(bytes(content))


MEASURED = """
import io, resource, sys
from django.conf import settings
settings.configure(UPLOAD_MAX_BYTES=1, USE_I18N=False)
from uploads.pictures import read_picture
content = open(sys.argv[1], "rb").read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
read_picture(io.BytesIO(content), size=1)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.processes
@pytest.mark.parametrize(
    ("mode", "save", "most"),
    [("RGB", {"format": "JPEG"}, 80), ("P", {"format": "PNG", "compress_level": 1}, 260)],
    ids=["jpeg", "palette"],
)
def test_largest_picture_takes_bounded_memory(tmp_path, mode, save, most):
    """40 million pixels of four bytes are 160 MB, which is held once; a JPEG is decoded at a smaller scale."""
    file = tmp_path / "large"
    Image.new(mode, (6300, 6300), 7 if mode == "P" else (7, 8, 9)).save(file, **save)
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(file)], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < most, done.stdout


@pytest.mark.django_db
class TestStoring:
    def test_member_stores_a_picture(self, member):
        stored = store_image(
            file=upload(with_notes()), name="../../My [cup].jpg", owner=member, browser_id=None
        )
        assert (stored.owner, stored.browser, stored.width, stored.height) == (member, None, 40, 60)
        assert stored.name == "My [cup].jpg"
        assert stored.markdown == f"![My cup](/uploads/{stored.pk}/40x60.webp)"
        with default_storage.open(stored.stored_as) as file:
            assert Image.open(file).format == "WEBP"

    def test_nothing_is_kept_of_what_is_refused(self, member):
        before = stored_files()
        with pytest.raises(UploadRefused):
            store_image(file=upload(b"<svg>"), name="a.svg", owner=member, browser_id=None)
        assert stored_files() == before
        assert not Upload.objects.exists()

    def test_nothing_is_kept_when_the_row_fails(self, member, monkeypatch):
        before = stored_files()

        def fail(*args, **kwargs):
            raise IntegrityError

        monkeypatch.setattr(Upload, "save", fail)
        with pytest.raises(IntegrityError), transaction.atomic():
            store_image(
                file=upload(picture_bytes(size=(900, 9))), name="a", owner=member, browser_id=None
            )
        assert stored_files() == before

    @pytest.mark.parametrize(
        ("name", "kept"),
        [
            ("", "picture"),
            ("C:\\a\\b.png", "b.png"),
            ('"><script>.png', "script.png"),
            ("a\r\nb: c.png", "ab c.png"),
        ],
    )
    def test_names_are_plain(self, member, name, kept):
        assert (
            store_image(file=upload(picture_bytes()), name=name, owner=member, browser_id=None).name
            == kept
        )
