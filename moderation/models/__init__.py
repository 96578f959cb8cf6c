from moderation.models.act import ModerationAct
from moderation.models.claim import QuestionClaim
from moderation.models.report import Report

__all__ = ["ModerationAct", "QuestionClaim", "Report"]
