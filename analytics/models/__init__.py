from analytics.models.alarm import Alarm, AlarmGrade, FlashBoard
from analytics.models.assumption import Assumption
from analytics.models.figure import CustomerCount, FigureOwner, FrozenFigure, Reckoning, Restatement
from analytics.models.intent import Grade, IntentEvidence, SupportIntent
from analytics.models.lead import Goal, Lead, LeadTransition, Stage
from analytics.models.note import Note
from analytics.models.page_count import PageCount
from analytics.models.report import Report, ReportDelivery, ReportSchedule
from analytics.models.rollup import DayCount, HourCount, RolledUp, StaleHour
from analytics.models.saved_view import SavedView
from analytics.models.split import Split, SplitPart, SplitTopic
from analytics.models.survey import SurveyAnswer
from analytics.models.told import ToldAnswer
from analytics.models.touch import Touch

__all__ = [
    "Alarm",
    "AlarmGrade",
    "Assumption",
    "DayCount",
    "CustomerCount",
    "FigureOwner",
    "FlashBoard",
    "FrozenFigure",
    "Goal",
    "Grade",
    "HourCount",
    "IntentEvidence",
    "Lead",
    "LeadTransition",
    "Note",
    "PageCount",
    "Report",
    "ReportDelivery",
    "ReportSchedule",
    "RolledUp",
    "SavedView",
    "Reckoning",
    "Restatement",
    "Split",
    "SplitPart",
    "SplitTopic",
    "Stage",
    "StaleHour",
    "SupportIntent",
    "SurveyAnswer",
    "ToldAnswer",
    "Touch",
]
