"""Moving pictures stay moving, within limits: GIF and WebP become a WebP that moves, frame by frame.

What exceeds the limits is refused in words, rather than silently made a still one. One frame is in memory at a time.
"""

import io
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image

from uploads.refusal import UploadRefused

MOST_FRAMES = 300
MOST_PIXELS = 60_000_000  # of all frames together, as they came
MOST_SECONDS = 60
SIDE = 640
QUALITY = 70
_SHORTEST_MS, _USUAL_MS = 20, 100  # browsers show a frame of less than 20 ms for 100


def moves(opened: Image.Image) -> bool:
    """Whether there is a second frame; a GIF is not walked through to its end for that."""
    if opened.format == "WEBP":
        return getattr(opened, "n_frames", 1) > 1
    if opened.format != "GIF":
        return False
    try:
        opened.seek(1)
    except EOFError:
        return False
    finally:
        opened.seek(0)
    return True


def written_moving(opened: Image.Image, *, profile: bytes) -> tuple[tuple[int, int], bytes]:
    """Size and WebP bytes of a moving picture. Raises UploadRefused."""
    count = _count(opened)
    if opened.width * opened.height * count > MOST_PIXELS:
        raise _refused()
    frames = _Frames(opened, count)
    target = io.BytesIO()
    frames.save(
        target, "WEBP", save_all=True, duration=frames.durations, loop=_loop(opened),
        background=(0, 0, 0, 0), quality=QUALITY, method=2, exif=b"", xmp=b"", icc_profile=profile,
    )  # fmt: skip
    return frames.size, target.getvalue()


def _count(opened: Image.Image) -> int:
    """How many frames there are; a GIF says so only by its end, so we stop where there are too many."""
    if opened.format == "WEBP":
        count = int(getattr(opened, "n_frames", 1))
    else:
        count = 1
        try:
            while count <= MOST_FRAMES:
                # The frame after is looked for, none is decoded.
                opened._seek(count, False)  # type: ignore[attr-defined]
                count += 1
        except EOFError:
            pass
        opened.seek(0)
    if count > MOST_FRAMES:
        raise _refused()
    return count


def _refused() -> UploadRefused:
    return UploadRefused(
        _(
            "This moving picture is too much: at most %(frames)d frames, %(seconds)d seconds and "
            "%(pixels)d million pixels in all. Make it shorter or smaller."
        )
        % {"frames": MOST_FRAMES, "seconds": MOST_SECONDS, "pixels": MOST_PIXELS // 1_000_000}
    )


def _loop(opened: Image.Image) -> int:
    """How often it plays; 0: without end. A GIF that says nothing plays once, and counts repetitions."""
    said = opened.info.get("loop")
    if opened.format == "WEBP":
        return int(said or 0)
    return 1 if said is None else (int(said) + 1 if said else 0)


class _Frames(Image.Image):
    """What Pillow's encoder walks through: each frame is decoded and made small when it is asked for."""

    def __init__(self, opened: Image.Image, count: int) -> None:
        super().__init__()
        self._opened, self.n_frames, self._at = opened, count, -1
        self._canvas = opened.size
        share = min(1.0, SIDE / max(opened.size))
        wide, high = (max(1, round(side * share)) for side in opened.size)
        self._small = (wide, high)
        self.durations: list[int] = []
        self.seek(0)

    def seek(self, frame: int) -> None:
        if frame == self._at or (self._at >= 0 and frame < self._at):
            return  # the encoder goes back to the first when all is done
        self._opened.seek(frame)
        if self._opened.size != self._canvas:  # a frame that reaches beyond the picture
            raise ValueError("The frames are not of one size.")
        image = self._opened.convert("RGBA" if self._opened.has_transparency_data else "RGB")
        self._note_duration(self._opened.info)
        if image.size != self._small:
            image = image.resize(self._small, Image.Resampling.BILINEAR, reducing_gap=2.0)
        self.im, self._mode, self._size, self._at = image.im, image.mode, image.size, frame

    def tell(self) -> int:
        return self._at

    def _note_duration(self, info: dict[Any, Any]) -> None:
        said = int(info.get("duration") or 0)
        self.durations.append(said if said >= _SHORTEST_MS else _USUAL_MS)
        if sum(self.durations) > MOST_SECONDS * 1000:
            raise _refused()
