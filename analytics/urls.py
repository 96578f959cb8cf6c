from django.urls import URLPattern, URLResolver, path

from analytics.views import (
    assumptions,
    before_after,
    deflection,
    leads,
    months,
    overview,
    questions,
    report_mail,
    reports,
    segments,
    survey,
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
    path(
        "insights/deflection/rows/", deflection.DeflectionRowsView.as_view(), name="deflection_rows"
    ),
    path(
        "insights/deflection/rows.csv",
        deflection.DeflectionCsvView.as_view(),
        name="deflection_csv",
    ),
    path("insights/deflection/<int:intent_id>/", deflection.IntentView.as_view(), name="intent"),
    path("insights/contacts/rows/", deflection.ContactRowsView.as_view(), name="contact_rows"),
    path("insights/contacts/rows.csv", deflection.ContactsCsvView.as_view(), name="contacts_csv"),
    path("insights/contacts/<int:number>/", deflection.ContactView.as_view(), name="contact"),
    path("insights/questions/rows/", questions.QuestionRowsView.as_view(), name="question_rows"),
    path("insights/questions/rows.csv", questions.QuestionsCsvView.as_view(), name="questions_csv"),
    path("insights/leads/", leads.LeadListView.as_view(), name="leads"),
    path("insights/leads/rows.csv", leads.LeadsCsvView.as_view(), name="leads_csv"),
    path("insights/leads/<int:lead_id>/", leads.LeadView.as_view(), name="lead"),
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
