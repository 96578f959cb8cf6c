"""The one place that knows which engine answers searches: PostgreSQL's full text search and trigrams.

Everything else calls these functions, so that another engine may stand here one day.
"""

from search.engine.asked import Filters
from search.engine.finding import find
from search.engine.indexing import FOUND, doubt, fill, lock, missing_from, outdated, put, remove
from search.engine.likeness import ANSWERS, WORTH_OFFERING, similar
from search.engine.results import Found, Page
from search.engine.suggesting import titles

__all__ = [
    "ANSWERS", "FOUND", "WORTH_OFFERING", "Filters", "Found", "Page",
    "doubt", "fill", "find", "lock", "missing_from", "outdated", "put", "remove", "similar", "titles",
]  # fmt: skip
