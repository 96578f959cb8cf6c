from moderation.models.act import ModerationAct
from moderation.models.claim import QuestionClaim
from moderation.models.report import Report
from moderation.models.suspension import Suspension

__all__ = ["ModerationAct", "QuestionClaim", "Report", "Suspension"]
