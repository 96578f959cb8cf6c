from moderation.views.act import ActUndoingView, ActView, LogView
from moderation.views.decision import HidingView, ReportHidingView, ReportKeepingView
from moderation.views.question import ClaimReleaseView, ClaimView
from moderation.views.queue import QuestionQueueView, ReportQueueView
from moderation.views.report import ReportView
from moderation.views.suspension import OwnSuspensionView, SuspensionsView, SuspensionView

__all__ = [
    "ActUndoingView",
    "ActView",
    "ClaimReleaseView",
    "ClaimView",
    "HidingView",
    "LogView",
    "QuestionQueueView",
    "ReportHidingView",
    "ReportKeepingView",
    "ReportQueueView",
    "ReportView",
    "OwnSuspensionView",
    "SuspensionView",
    "SuspensionsView",
]
