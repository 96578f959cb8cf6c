from moderation.actions.claim_question import claim_question, release_question
from moderation.actions.decide import (
    AlreadyDecided,
    hide_post,
    hide_reported_post,
    keep_reported_post,
)
from moderation.actions.forget_member import forget_member
from moderation.actions.log_curation import log_curation
from moderation.actions.report_post import report_post
from moderation.actions.suspend import lift_suspension, suspend_member
from moderation.actions.undo_act import undo_act

__all__ = [
    "AlreadyDecided",
    "claim_question",
    "forget_member",
    "hide_post",
    "hide_reported_post",
    "keep_reported_post",
    "log_curation",
    "release_question",
    "lift_suspension",
    "report_post",
    "suspend_member",
    "undo_act",
]
