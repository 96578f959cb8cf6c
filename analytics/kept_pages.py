"""Pages that visitors get from the cache (core.pagecache) are counted, and noted where they agreed, as all others are."""

from collections.abc import Callable
from urllib.parse import parse_qs

from django.utils import timezone

from analytics.arrivals import PAGES, Kind, arrival
from analytics.stream import Note, gather
from core.pagecache.reads import Read, on_read


def _listener(kind: str) -> Callable[[Read], None]:
    def listen(read: Read) -> None:
        if kind == Kind.SEARCH and not _searched_for(read):
            return  # the empty form
        gather(_note(read, kind) if read.consent is not None else None, kind)

    return listen


def _searched_for(read: Read) -> str:
    return parse_qs(read.environ.get("QUERY_STRING", "")).get("q", [""])[0].strip()


def _note(read: Read, kind: str) -> Note:
    environ, args = read.environ, read.args
    came = arrival(read.address, environ.get("HTTP_REFERER", ""), environ.get("HTTP_HOST", ""))
    return Note(
        consent=int(read.consent or 0),
        kind=kind,
        at=timezone.now().isoformat(),
        topic=args.get("topic_id", "") if kind == Kind.READ_TOPIC else "",
        article=args.get("slug", "") if kind == Kind.READ_ARTICLE else "",
        via=came.via,
        source=came.source,
    )


for route, kind in PAGES.items():
    on_read(route, _listener(kind))
