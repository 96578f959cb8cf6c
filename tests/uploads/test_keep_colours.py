"""A wide profile stays with its picture, bare of everything that is no colour; sRGB, print and grey become sRGB."""

import io
import struct

import pytest
from PIL import Image, ImageCms

from tests.uploads.files import SECRET, picture_bytes
from uploads.pictures import read_picture
from uploads.profiles import MOST_KEPT, is_srgb, kept_profile

# Display P3, D50-adapted (SMPTE EG 432-1 primaries), as s15Fixed16 numbers.
P3 = {
    b"rXYZ": (0.51512, 0.2412, -0.00105),
    b"gXYZ": (0.29198, 0.69225, 0.04189),
    b"bXYZ": (0.1571, 0.06657, 0.78407),
}


def profile_bytes(*, more: dict[bytes, bytes] | None = None, primaries=P3) -> bytes:
    def xyz(values) -> bytes:
        return b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(v * 65536)) for v in values)

    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(2.2 * 256)) + b"\0\0"
    text = SECRET.ljust(64, b".")
    tags = {name: xyz(values) for name, values in primaries.items()}
    tags |= {b"wtpt": xyz((0.9642, 1.0, 0.82491)), b"rTRC": curve, b"gTRC": curve, b"bTRC": curve}
    tags |= {b"desc": b"text\0\0\0\0" + text + b"\0", b"cprt": b"text\0\0\0\0" + text + b"\0"}
    tags |= more or {}
    body, table, at = b"", b"", 132 + 12 * len(tags)
    for name, data in tags.items():
        table += struct.pack(">4sII", name, at + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    head = struct.pack(">I", at + len(body)) + b"appl" + b"\x02\x20\0\0mntrRGB XYZ "
    head += struct.pack(">6H", 2026, 1, 2, 3, 4, 5) + b"acspAPPL" + b"\0" * 4 + b"MAKE" + b"MODL"
    head += b"\0" * 8 + b"\0" * 4 + struct.pack(">3i", 63190, 65536, 54061) + b"MINA"
    head = head.ljust(128, b"\0")
    return head + struct.pack(">I", len(tags)) + table + body


def read(content: bytes):
    return read_picture(io.BytesIO(content), size=len(content))


def profile_of(content: bytes) -> bytes:
    return Image.open(io.BytesIO(content)).info.get("icc_profile", b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_wide_colours_keep_their_profile_in_every_copy(kind):
    kept = read(picture_bytes(kind, size=(900, 20), icc_profile=profile_bytes()))
    for content in (kept.whole, *kept.copies.values()):
        bare = profile_of(content)
        assert bare
        ImageCms.ImageCmsProfile(io.BytesIO(bare))
        assert not is_srgb(bare)
    red, green, _ = Image.open(io.BytesIO(kept.whole)).convert("RGB").getpixel((5, 5))
    assert (
        abs(red - 200) < 8 and abs(green - 30) < 8
    )  # the numbers stay, the profile says what they mean


def test_the_same_colours_are_shown():
    original = picture_bytes("PNG", icc_profile=profile_bytes(), colour=(20, 230, 60))
    want = seen(original)
    got = seen(read(original).whole)
    assert all(abs(a - b) < 10 for a, b in zip(want, got, strict=True))


def seen(content: bytes) -> tuple[int, ...]:
    image = Image.open(io.BytesIO(content))
    source = ImageCms.ImageCmsProfile(io.BytesIO(image.info["icc_profile"]))
    lab = ImageCms.profileToProfile(
        image.convert("RGB"), source, ImageCms.createProfile("sRGB"), outputMode="RGB"
    )
    return lab.getpixel((5, 5))


def test_nothing_else_travels_in_a_profile():
    serial = b"text\0\0\0\0serial " + SECRET
    hidden = profile_bytes(more={b"mmod": serial, b"vcgt": b"PK\x03\x04<script>" + b"x" * 5000})
    bare = profile_of(read(picture_bytes("PNG", icc_profile=hidden)).whole)
    assert bare and len(bare) < 1000
    for told in (SECRET, b"script", b"PK\x03\x04", b"MINA", b"MAKE", b"MODL", b"appl"):
        assert told not in bare


def test_srgb_is_what_no_profile_means():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert is_srgb(profile)
    assert kept_profile(profile) is None
    assert not profile_of(read(picture_bytes("JPEG", icc_profile=profile)).whole)


def test_large_curves_are_converted_instead():
    curve = b"curv\0\0\0\0" + struct.pack(">I", MOST_KEPT) + bytes(2 * MOST_KEPT)
    large = profile_bytes(more={b"rTRC": curve})
    assert kept_profile(large) is None
    assert not profile_of(read(picture_bytes("JPEG", icc_profile=large)).whole)


@pytest.mark.parametrize(
    "broken",
    [b"nonsense", profile_bytes()[:140], profile_bytes()[:200], b"\xff" * 4000, profile_bytes(more={b"rXYZ": b"bad!"})],
    ids=range(5),
)  # fmt: skip
def test_broken_profile_does_no_harm(broken):
    kept = read(picture_bytes("JPEG", icc_profile=broken))
    assert kept.width == 64
    assert not profile_of(kept.whole)


def test_print_colours_become_screen_colours():
    kept = read(picture_bytes("JPEG", mode="CMYK", colour=(0, 255, 255, 0)))
    assert Image.open(io.BytesIO(kept.whole)).mode == "RGB"
    assert not profile_of(kept.whole)
