from forums.models.board import Board
from forums.models.draft import Draft
from forums.models.duplicate import Duplicate
from forums.models.idea import IdeaVote, StatusChange, VoteCarrying
from forums.models.me_too import MeToo
from forums.models.noise import NoiseSpending
from forums.models.poll import Poll, PollBallot, PollOption
from forums.models.post import Post, PostDeletion, PostHiding, PostRevision
from forums.models.reaction import Reaction
from forums.models.solution import Solution
from forums.models.state import State
from forums.models.topic import Topic

__all__ = [
    "Board",
    "Draft",
    "Duplicate",
    "IdeaVote",
    "MeToo",
    "NoiseSpending",
    "Poll",
    "PollBallot",
    "PollOption",
    "Post",
    "PostDeletion",
    "PostHiding",
    "PostRevision",
    "Reaction",
    "Solution",
    "State",
    "StatusChange",
    "Topic",
    "VoteCarrying",
]
