"""The front page is kept for visitors, too; and what happens on the upper floors changes none of their pages."""

from core.pagecache import facts, page

page("home")
facts.unseen(
    "notifications.NoticeDue", "support.EnquiryStarted", "support.AnswersOffered", "support.AnswerOpened",
    "support.AnswerRejected", "support.EnquiryAsked",
    "support.EnquirySolved", "support.CaseOpened", "support.CasesReceived", "support.CaseReplied", "support.CaseClosed",
    "support.CaseReopened", "support.CaseSolved", "support.CaseChanged", "support.CaseMerged",
    "support.PublicationAsked", "support.PublicationAnswered", "support.CasePublished",
    "analytics.AssumptionSet", "analytics.GoalRecorded", "analytics.SurveyAnswered", "analytics.CustomersCounted", "moderation.PostReported",
    "moderation.ReportDecided", "moderation.ActUndone", "moderation.QuestionClaimed",
)  # fmt: skip
facts.whole_site("integrations.ImportFinished")
