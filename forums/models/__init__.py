from forums.models.board import Board, BoardAccess, BoardChange, Posters
from forums.models.board_closing import BoardClosing
from forums.models.bookmark import Bookmark
from forums.models.curation import Curation, MovedPost
from forums.models.draft import Draft
from forums.models.duplicate import Duplicate
from forums.models.idea import IdeaVote, StatusChange, VoteCarrying
from forums.models.kept_words import KeptWords
from forums.models.me_too import MeToo
from forums.models.naming import TopicNaming
from forums.models.noise import NoiseSpending
from forums.models.poll import Poll, PollBallot, PollOption
from forums.models.post import Post, PostDeletion, PostHiding, PostRevision
from forums.models.reaction import Reaction
from forums.models.reading import ReadingMark, ReadingPosition, TopicScore
from forums.models.solution import Solution
from forums.models.state import State
from forums.models.tag import TagChange, TagFacts, TagSynonym
from forums.models.timer import TopicTimer
from forums.models.topic import Topic
from forums.models.wording import RevisionStriking, WikiOpening

__all__ = [
    "Board",
    "BoardAccess",
    "BoardChange",
    "BoardClosing",
    "Bookmark",
    "Curation",
    "Draft",
    "Duplicate",
    "IdeaVote",
    "KeptWords",
    "MeToo",
    "NoiseSpending",
    "Poll",
    "PollBallot",
    "PollOption",
    "MovedPost",
    "Post",
    "PostDeletion",
    "PostHiding",
    "PostRevision",
    "Posters",
    "Reaction",
    "ReadingMark",
    "ReadingPosition",
    "RevisionStriking",
    "Solution",
    "State",
    "StatusChange",
    "TagChange",
    "TagFacts",
    "TagSynonym",
    "Topic",
    "TopicScore",
    "VoteCarrying",
    "TopicNaming",
    "TopicTimer",
    "WikiOpening",
]
