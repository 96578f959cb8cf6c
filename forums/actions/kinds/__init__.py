from forums.actions.kinds.carrying import carry_votes, undo_carrying
from forums.actions.kinds.duplicate import lift_duplicate, mark_duplicate
from forums.actions.kinds.idea import change_idea_status, vote_for_idea, withdraw_vote
from forums.actions.kinds.me_too import say_me_too, take_back_me_too
from forums.actions.kinds.noise import measure_voices, spend_noise
from forums.actions.kinds.poll import (
    PollWish,
    close_poll,
    open_poll,
    settle_closed_polls,
    vote_in_poll,
    withdraw_from_poll,
)

__all__ = [
    "PollWish",
    "carry_votes",
    "change_idea_status",
    "close_poll",
    "lift_duplicate",
    "mark_duplicate",
    "measure_voices",
    "open_poll",
    "say_me_too",
    "settle_closed_polls",
    "spend_noise",
    "take_back_me_too",
    "undo_carrying",
    "vote_for_idea",
    "vote_in_poll",
    "withdraw_from_poll",
    "withdraw_vote",
]
