"""What of elsewhere a page may show once its reader asks: videos and pictures of the hosts on the list.

Cooked text links there; a module opens the frame on a click. Nothing is asked of the outside before.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlsplit

from django.conf import settings

YOUTUBE, VIMEO = "https://www.youtube-nocookie.com", "https://player.vimeo.com"
_YOUTUBE_HOSTS = {"youtube.com", "www.youtube.com", "m.youtube.com", "www.youtube-nocookie.com"}
_YOUTUBE_ID = re.compile(r"[\w-]{11}")
_YOUTUBE_PATH = re.compile(r"/(?:embed|shorts|live)/([\w-]{11})/?")
_VIMEO_PATH = re.compile(r"/(?:video/)?([0-9]{6,12})/?")
_PEERTUBE_PATH = re.compile(r"/(?:w|videos/(?:watch|embed))/([\w-]{8,40})/?")
_PICTURE_PATH = re.compile(r"/[\w./%@~+,=:()-]+\.(?:jpe?g|png|gif|webp|avif)", re.IGNORECASE)
_START = re.compile(r"(?:(\d{1,2})h)?(?:(\d{1,3})m)?(?:(\d{1,6})s?)?")


@dataclass(frozen=True, slots=True)
class Embed:
    """`frame`: the address to show; `host`: whose it is, in words for the reader."""

    frame: str
    host: str


def video(address: str) -> Embed | None:
    """The player of a video's page, where its host is on the list; addresses made of parts we know only."""
    found = _split(address)
    if found is None:
        return None
    host, path, query = found
    if host == "youtu.be":
        return _youtube(path.strip("/"), query)
    if host in _YOUTUBE_HOSTS:
        inner = _YOUTUBE_PATH.fullmatch(path)
        watched = (parse_qs(query).get("v") or [""])[0] if path == "/watch" else ""
        return _youtube(inner[1] if inner else watched, query)
    if host in {"vimeo.com", "www.vimeo.com", "player.vimeo.com"}:
        match = _VIMEO_PATH.fullmatch(path)
        return Embed(f"{VIMEO}/video/{match[1]}?dnt=1", "Vimeo") if match else None
    if host in settings.PEERTUBE_HOSTS:
        match = _PEERTUBE_PATH.fullmatch(path)
        return Embed(f"https://{host}/videos/embed/{match[1]}", host) if match else None
    return None


def picture(address: str) -> Embed | None:
    """A picture elsewhere that may be loaded on a click, where its host is on the list."""
    found = _split(address)
    if found is None or found[0] not in settings.PICTURE_HOSTS:
        return None
    host, path, query = found
    if query or not _PICTURE_PATH.fullmatch(path):
        return None
    return Embed(f"https://{host}{quote(path, safe='/%@~+,=:()-._')}", host)


def frame_origins(peertube: list[str]) -> list[str]:
    """Whose frames a page may show, for the content security policy."""
    return [YOUTUBE, VIMEO, *(f"https://{host}" for host in peertube)]


def _split(address: str) -> tuple[str, str, str] | None:
    """Host, path and query of an https address without a port or a person in it; None else."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme not in {"https", "http"} or not re.fullmatch(r"[a-z0-9.-]+", parts.netloc):
        return None
    return parts.netloc, parts.path, parts.query


def _youtube(video_id: str, query: str) -> Embed | None:
    if not _YOUTUBE_ID.fullmatch(video_id):
        return None
    begin = _START.fullmatch((parse_qs(query).get("t") or [""])[0])
    hours, minutes, seconds = (int(part or 0) for part in begin.groups()) if begin else (0, 0, 0)
    begins = hours * 3600 + minutes * 60 + seconds
    return Embed(f"{YOUTUBE}/embed/{video_id}{f'?start={begins}' if begins else ''}", "YouTube")
