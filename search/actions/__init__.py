from search.actions.catch_up import catch_up
from search.actions.rebuild import rebuild
from search.actions.reindex import reindex

__all__ = ["catch_up", "rebuild", "reindex"]
