"""Visitors' pages of results are kept as long as nothing they could show has changed. See core.pagecache.

Each new search counts against the pace of whoever asks it, before a page is made for all visitors.
"""

from django.conf import settings
from django.http import HttpRequest

from core import limits
from core.pagecache import page
from core.pagecache.asking import Environ
from core.pagecache.shown import SHOWING
from search.engine import FOUND

# The index; every conversation and article, hidden or not a moment ago; who is called what.
NAMES = (FOUND, "latest", "articles", "people")
FIELDS = (
    "q", "kind", "in", "by", "tag", "is", "before", "after", "page", "exactly", "space", "solved",
)  # fmt: skip


def is_being_kept(request: HttpRequest) -> bool:
    """Whether the page is made for all visitors: whoever asked for it was counted before."""
    return SHOWING in request.META


def within_pace(environ: Environ) -> bool:
    """Counts one search. Beyond the pace the view is asked, which says so kindly."""
    asker = f"search:address:{limits.address_of(environ)}"
    return limits.allow(asker, limit=settings.SEARCHES_A_MINUTE, seconds=60, when_down=True)


page("search:find", *FIELDS, unless_beyond=within_pace)
