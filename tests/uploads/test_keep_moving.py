"""A moving picture goes on moving, within limits; beyond them it is refused in words, with memory bounded."""

import io
import struct
import time

import pytest
from PIL import Image

from uploads import moving
from uploads.pictures import Square, read_picture, read_square
from uploads.refusal import UploadRefused

COLOURS = ("red", "blue", "lime")


def frames_bytes(kind="GIF", *, size=(40, 30), count=3, duration=120, **more) -> bytes:
    frames = [Image.new("RGB", size, COLOURS[number % 3]) for number in range(count)]
    target = io.BytesIO()
    frames[0].save(target, kind, save_all=True, append_images=frames[1:], duration=duration, **more)
    return target.getvalue()


def tiny_frames(count: int, size=(8, 8)) -> bytes:
    """A GIF of very many frames in very few bytes each."""
    head = b"GIF89a" + struct.pack("<HHBBB", *size, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    frame = (
        b"\x21\xf9\x04\0\x05\0\0\0"
        + b","
        + struct.pack("<HHHHB", 0, 0, 1, 1, 0)
        + b"\x02\x02\x44\x01\0"
    )
    return head + frame * count + b";"  # fmt: skip


def read(content: bytes):
    return read_picture(io.BytesIO(content), size=len(content))


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_it_moves_on(kind):
    kept = read(frames_bytes(kind, loop=0))
    image = opened(kept.whole)
    assert (image.format, image.n_frames, image.info["loop"]) == ("WEBP", 3, 0)
    assert (kept.width, kept.height, kept.copies) == (40, 30, {})
    seen = []
    for number in range(3):
        image.seek(number)
        seen.append(image.convert("RGB").getpixel((20, 15)))
        assert image.info["duration"] == 120
    assert seen[0][0] > 200 and seen[1][2] > 200 and seen[2][1] > 200


def test_what_plays_once_plays_once():
    assert opened(read(frames_bytes()).whole).info["loop"] == 1
    assert opened(read(frames_bytes(loop=2)).whole).info["loop"] == 3


def test_what_shines_through_stays_so():
    frames = [Image.new("RGBA", (20, 20), (255, 0, 0, alpha)) for alpha in (0, 255)]
    target = io.BytesIO()
    frames[0].save(target, "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    assert opened(read(target.getvalue()).whole).convert("RGBA").getpixel((3, 3))[3] == 0


def test_notes_do_not_travel():
    kept = read(frames_bytes("WEBP", exif=b"Exif\0\0SECRET", xmp=b"SECRET"))
    assert b"SECRET" not in kept.whole


def test_large_one_is_made_smaller():
    kept = read(frames_bytes(size=(1280, 640)))
    assert (kept.width, kept.height) == (moving.SIDE, moving.SIDE // 2)
    assert opened(kept.whole).n_frames == 3


def test_no_time_is_a_tenth_of_a_second():
    image = opened(read(frames_bytes(duration=0)).whole)
    image.seek(1)
    image.load()
    assert image.info["duration"] == 100


def test_avatar_holds_still():
    content = frames_bytes(size=(64, 64))
    kept = read_square(io.BytesIO(content), size=len(content), part=Square(), widths=(32,))
    assert getattr(opened(kept.whole), "n_frames", 1) == 1


@pytest.mark.parametrize(
    "content",
    [
        tiny_frames(moving.MOST_FRAMES + 1),
        tiny_frames(250_000),
        frames_bytes("WEBP", count=moving.MOST_FRAMES + 1, size=(8, 8)),
        tiny_frames(20, size=(6000, 6000)),
        frames_bytes(count=4, duration=20_000),
        frames_bytes("WEBP", count=4, duration=20_000),
    ],
    ids=["frames", "million", "webp", "pixels", "long", "long webp"],
)
def test_too_much_of_it_is_refused_at_once(content):
    began = time.monotonic()
    with pytest.raises(UploadRefused, match="moving picture is too much: at most 300 frames"):
        read(content)
    assert time.monotonic() - began < 3


def test_the_most_takes_bearable_time():
    began = time.monotonic()
    frames = moving.MOST_PIXELS // (500 * 400)
    kept = read(frames_bytes(size=(500, 400), count=frames, duration=50))
    assert opened(kept.whole).n_frames == frames
    assert time.monotonic() - began < 30


def test_truncated_one_is_refused():
    content = frames_bytes(size=(200, 200), count=8)
    with pytest.raises(UploadRefused):
        read(content[: len(content) // 2 + 3])
