"""How often a topic is read: by everybody, counted without anybody's name, robots left out.

Reading writes nothing: each process gathers, Valkey adds up, and `write_views` brings it to the topics once a
minute, at most once. What a crash takes along is lost: a second of a process, a minute of Valkey.
"""

from django.http import HttpRequest

from core.batches import Batch, add_up
from core.pagecache.reads import Read, is_early, is_robot

VIEWS = "topic-views"
views: Batch[str] = Batch(add_up(VIEWS))


def note_view(request: HttpRequest, topic_id: int) -> None:
    """A topic's page was made for somebody; pieces of it, and what browsers fetch in case, are no reading."""
    meta = request.META
    if request.method != "GET" or is_robot(meta.get("HTTP_USER_AGENT", "")) or is_early(meta):
        return
    if "HTTP_HX_REQUEST" in meta and "HTTP_HX_BOOSTED" not in meta:
        return
    views.leave(str(topic_id))


def note_kept_view(read: Read) -> None:
    views.leave(str(read.args["topic_id"]))
