from django.urls import URLPattern, URLResolver, path

from analytics.views import (
    assumptions,
    before_after,
    contacts,
    deflection,
    goals,
    intents,
    leads,
    mend,
    missed,
    months,
    notes,
    overview,
    questions,
    report_mail,
    reports,
    saved_views,
    segments,
    survey,
    work,
    write_first,
)

app_name = "analytics"

urlpatterns: list[URLPattern | URLResolver] = [
    path("insights/", overview.OverviewView.as_view(), name="overview"),
    path("insights/figures.csv", overview.FiguresCsvView.as_view(), name="figures_csv"),
    path("insights/sign-in/", write_first.WriteFirstView.as_view(), name="write_first"),
    path(
        "insights/sign-in/rows/", write_first.WriteFirstRowsView.as_view(), name="write_first_rows"
    ),
    path(
        "insights/sign-in/rows.csv", write_first.WriteFirstCsvView.as_view(), name="write_first_csv"
    ),
    path("insights/saving/", overview.SavingView.as_view(), name="saving"),
    path("insights/deflection/", deflection.DeflectionView.as_view(), name="deflection"),
    path("insights/deflection/rows/", intents.DeflectionRowsView.as_view(), name="deflection_rows"),
    path(
        "insights/deflection/rows.csv",
        intents.DeflectionCsvView.as_view(),
        name="deflection_csv",
    ),
    path("insights/deflection/<int:intent_id>/", intents.IntentView.as_view(), name="intent"),
    path("insights/contacts/rows/", contacts.ContactRowsView.as_view(), name="contact_rows"),
    path("insights/contacts/rows.csv", contacts.ContactsCsvView.as_view(), name="contacts_csv"),
    path("insights/contacts/<int:number>/", contacts.ContactView.as_view(), name="contact"),
    path("insights/questions/rows/", questions.QuestionRowsView.as_view(), name="question_rows"),
    path("insights/questions/rows.csv", questions.QuestionsCsvView.as_view(), name="questions_csv"),
    path("insights/leads/", leads.LeadListView.as_view(), name="leads"),
    path("insights/leads/rows.csv", leads.LeadsCsvView.as_view(), name="leads_csv"),
    path("insights/leads/<int:lead_id>/", leads.LeadView.as_view(), name="lead"),
    path("insights/leads/goals/", goals.GoalsView.as_view(), name="goals"),
    path("insights/leads/goals.csv", goals.GoalsCsvView.as_view(), name="goals_csv"),
    path("insights/answering/", work.WorkView.as_view(), name="work"),
    path("insights/to-mend/", mend.MendView.as_view(), name="mend"),
    path("insights/to-mend.csv", mend.MendCsvView.as_view(), name="mend_csv"),
    path("insights/to-mend/searches/", missed.MissedView.as_view(), name="missed"),
    path("insights/time-line/", notes.NotesView.as_view(), name="notes"),
    path("insights/time-line/<int:note_id>/withdrawal/", notes.NoteView.as_view(), name="note"),
    path("insights/views/", saved_views.SavedViewsView.as_view(), name="saved_views"),
    path(
        "insights/views/<int:view_id>/removal/",
        saved_views.SavedViewView.as_view(),
        name="saved_view",
    ),
    path("insights/segments/", segments.SegmentsView.as_view(), name="segments"),
    path("survey/topic/<int:topic_id>/", survey.TopicSurveyView.as_view(), name="survey_topic"),
    path("survey/article/<slug:slug>/", survey.ArticleSurveyView.as_view(), name="survey_article"),
    path("survey/<uuid:survey_id>/", survey.SurveyAnswerView.as_view(), name="survey_answer"),
    path("insights/before-and-after/", before_after.BeforeAfterView.as_view(), name="before_after"),
    path("insights/months/", months.MonthsView.as_view(), name="months"),
    path("insights/assumptions/", assumptions.AssumptionsView.as_view(), name="assumptions"),
    path(
        "insights/assumptions/<slug:name>/",
        assumptions.AssumptionView.as_view(),
        name="assumption",
    ),
    path("insights/reports/", reports.ReportListView.as_view(), name="reports"),
    path("insights/reports/new/", reports.ReportBuilderView.as_view(), name="report_new"),
    path("insights/reports/<int:report_id>/", reports.ReportView.as_view(), name="report"),
    path(
        "insights/reports/<int:report_id>/edit/",
        reports.ReportBuilderView.as_view(),
        name="report_edit",
    ),
    path(
        "insights/reports/<int:report_id>/report.csv",
        reports.ReportTableView.as_view(),
        name="report_csv",
    ),
    path(
        "insights/reports/<int:report_id>/report.pdf",
        reports.ReportPaperView.as_view(),
        name="report_pdf",
    ),
    path(
        "insights/reports/<int:report_id>/mail/",
        report_mail.ReportSchedulesView.as_view(),
        name="report_schedules",
    ),
    path(
        "insights/reports/<int:report_id>/send/",
        report_mail.ReportSendView.as_view(),
        name="report_send",
    ),
    path(
        "insights/reports/schedules/<int:schedule_id>/",
        report_mail.ReportScheduleView.as_view(),
        name="report_schedule",
    ),
    path(
        "insights/reports/deliveries/<int:delivery_id>/",
        report_mail.ReportDeliveryView.as_view(),
        name="report_delivery",
    ),
]
