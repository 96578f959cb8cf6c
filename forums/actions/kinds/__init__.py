from forums.actions.kinds.carrying import carry_votes, undo_carrying
from forums.actions.kinds.duplicate import lift_duplicate, mark_duplicate
from forums.actions.kinds.idea import change_idea_status, vote_for_idea, withdraw_vote
from forums.actions.kinds.me_too import say_me_too, take_back_me_too

__all__ = [
    "carry_votes",
    "change_idea_status",
    "lift_duplicate",
    "mark_duplicate",
    "say_me_too",
    "take_back_me_too",
    "undo_carrying",
    "vote_for_idea",
    "withdraw_vote",
]
