"""Live: what changed is told over one WebSocket; the browser then fetches the partial through a view.

A *stream* is "topic:7" or "member:3". An app registers who may watch its kind of stream (apps.py) and
tells the stream what changed (a subscriber). The frame never carries content, so rights are always
checked by the view that serves the partial.
"""

from core.live.streams import (
    authorise,
    end_sockets,
    guard,
    may_enter,
    recheck,
    recheck_member,
    recheck_stream,
    register,
    tell,
    tell_all,
)

__all__ = [
    "authorise",
    "end_sockets",
    "guard",
    "may_enter",
    "recheck",
    "recheck_member",
    "recheck_stream",
    "register",
    "tell",
    "tell_all",
]
