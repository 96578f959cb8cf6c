from search.actions.rebuild import rebuild
from search.actions.reindex import reindex

__all__ = ["rebuild", "reindex"]
