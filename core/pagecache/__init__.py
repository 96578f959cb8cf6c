"""Anonymous pages come whole and compressed out of a cache that stands before Django. Decision 0013.

A page takes part once its address is named with `page("forums:topic", "after")` and its view says what it
shows: `shows(request, "topic:7", "space:3")`. Whoever writes says `changed("topic:7")`, or publishes an event
whose facts name it (`facts.py`): the pages that show it are rendered anew within a second, in every process.

`shows` may be called from anywhere while the page is made: a slot that shows another topic names that too.
"""

from core.pagecache.shown import page, shows
from core.pagecache.versions import changed

__all__ = ["changed", "page", "shows"]
