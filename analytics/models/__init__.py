from analytics.models.assumption import Assumption
from analytics.models.figure import FrozenFigure
from analytics.models.intent import Grade, IntentEvidence, SupportIntent
from analytics.models.lead import Goal, Lead, LeadTransition, Stage
from analytics.models.page_count import PageCount
from analytics.models.told import ToldAnswer
from analytics.models.touch import Touch

__all__ = [
    "Assumption",
    "FrozenFigure",
    "Goal",
    "Grade",
    "IntentEvidence",
    "Lead",
    "LeadTransition",
    "PageCount",
    "Stage",
    "SupportIntent",
    "ToldAnswer",
    "Touch",
]
