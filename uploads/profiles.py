"""Colour profiles: what says how colours are meant stays, and nothing else that can hide in one.

A profile is rebuilt of the few numbers that mean colours (the matrix and the curves of ICC.1:2022, 8.3.3), so that the
serial number of somebody's screen, or a second file, does not travel in it.
"""

import io
import struct

from PIL import Image, ImageCms

MOST_READ = 1_000_000
MOST_KEPT = 32_768
_NUMBERS = (b"wtpt", b"chad", b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC")
_NEEDED = frozenset(_NUMBERS) - {b"chad"}
_TYPES = {b"XYZ ", b"curv", b"para", b"sf32"}
_NEAR = 3  # of 255: no eye tells such colours apart


def kept_profile(profile: bytes) -> bytes | None:
    """The profile to keep in an RGB picture; None where it is sRGB, or cannot be kept and colours must be converted.

    Raises whatever littleCMS raises on a profile that cannot be read.
    """
    bare = _rebuilt(profile)
    if bare is None or len(bare) > MOST_KEPT or is_srgb(bare):
        return None
    return bare


def is_srgb(profile: bytes) -> bool:
    """Whether colours in this profile look as they do in sRGB."""
    levels = (0, 40, 90, 140, 200, 255)
    sample = Image.new("RGB", (36, 6))
    sample.putdata([(r, g, b) for r in levels for g in levels for b in levels])
    converted = in_srgb(sample, profile).tobytes()
    return all(abs(a - b) <= _NEAR for a, b in zip(sample.tobytes(), converted, strict=True))


def in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """The picture in sRGB. Raises PyCMSError where the profile does not fit it."""
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    target = ImageCms.createProfile("sRGB")
    converted = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
    if converted is None:
        raise ImageCms.PyCMSError("The profile does not fit the picture.")
    return converted


def _rebuilt(profile: bytes) -> bytes | None:
    """The same colours in a profile of ours; None where they are not told by a matrix and curves."""
    head = profile[:128]
    if len(profile) < 132 or head[36:40] != b"acsp" or head[16:24] != b"RGB XYZ ":
        return None
    tags = _tags(profile)
    if tags is None or not tags.keys() >= _NEEDED:
        return None
    named = {b"desc": _words("RGB"), b"cprt": _words("-"), **tags}
    places: dict[bytes, int] = {}
    table, body, start = b"", b"", 132 + 12 * len(named)
    for name, data in named.items():
        if data not in places:
            places[data] = start + len(body)
            body += data + b"\0" * (-len(data) % 4)
        table += struct.pack(">4sII", name, places[data], len(data))
    size = start + len(body)
    # Of the head: size, version, class and colour spaces, the mark, intent and white; no maker, device, day or name.
    plain = (
        struct.pack(">I", size) + b"\0" * 4 + head[8:12] + b"mntrRGB XYZ " + b"\0" * 12 + b"acsp"
        + b"\0" * 24 + head[64:80] + b"\0" * 48
    )  # fmt: skip
    return plain + struct.pack(">I", len(named)) + table + body


def _tags(profile: bytes) -> dict[bytes, bytes] | None:
    """The tags that mean colours, each checked to lie within; None where one does not."""
    count = struct.unpack(">I", profile[128:132])[0]
    if count > 100 or len(profile) < 132 + 12 * count:
        return None
    found = {}
    for number in range(count):
        name, at, size = struct.unpack_from(">4sII", profile, 132 + 12 * number)
        if name not in _NUMBERS:
            continue
        data = profile[at : at + size]
        if len(data) != size or data[:4] not in _TYPES:
            return None
        found[name] = data
    return found


def _words(words: str) -> bytes:
    text = words.encode("utf-16-be")
    return struct.pack(">4sIII4sII", b"mluc", 0, 1, 12, b"enUS", len(text), 28) + text
