"""The one place that knows which engine answers searches: PostgreSQL's full text search and trigrams.

Everything else calls these functions, so that another engine may stand here one day.
"""

from search.engine.finding import find
from search.engine.indexing import index, lock, missing_from, put, remove
from search.engine.likeness import similar
from search.engine.results import Found, Page

__all__ = ["Found", "Page", "find", "index", "lock", "missing_from", "put", "remove", "similar"]
