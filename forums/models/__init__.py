from forums.models.board import Board
from forums.models.draft import Draft
from forums.models.post import Post, PostDeletion, PostHiding, PostRevision
from forums.models.reaction import Reaction
from forums.models.solution import Solution
from forums.models.state import State
from forums.models.topic import Topic

__all__ = [
    "Board",
    "Draft",
    "Post",
    "PostDeletion",
    "PostHiding",
    "PostRevision",
    "Reaction",
    "Solution",
    "State",
    "Topic",
]
