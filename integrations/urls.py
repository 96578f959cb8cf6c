from django.urls import path, re_path

from integrations.views import case_files, hand_over, help_desk, hooks
from integrations.views.moved import MovedAnswerView, MovedQuestionView

app_name = "integrations"

# Old addresses stand as the site they came from wrote them: with and without a slash at the end, up to ten digits.
urlpatterns = [
    path("studio/help-desk/", help_desk.HelpDeskView.as_view(), name="help_desk"),
    path(
        "support/cases/<int:number>/hand-over/",
        hand_over.HandOverView.as_view(),
        name="hand_over",
    ),
    path("hooks/mail/<uuid:key>/", hooks.HookView.as_view(), name="mail_hook"),
    path("hooks/desk/<uuid:key>/", hooks.DeskHookView.as_view(), name="desk_hook"),
    path(
        "studio/help-desk/new/<slug:kind>/",
        help_desk.ConnectionNewView.as_view(),
        name="connection_new",
    ),
    path("studio/help-desk/at/<slug:slug>/", help_desk.ConnectionView.as_view(), name="connection"),
    path(
        "studio/help-desk/at/<slug:slug>/test/",
        help_desk.ConnectionTestView.as_view(),
        name="connection_test",
    ),
    path(
        "studio/help-desk/at/<slug:slug>/switch/",
        help_desk.ConnectionSwitchView.as_view(),
        name="connection_switch",
    ),
    path(
        "studio/help-desk/at/<slug:slug>/removal/",
        help_desk.ConnectionRemovalView.as_view(),
        name="connection_removal",
    ),
    path("studio/help-desk/files/", case_files.CaseFilesView.as_view(), name="case_files"),
    path(
        "studio/help-desk/files/<uuid:run_id>/", case_files.CaseFileView.as_view(), name="case_file"
    ),
    path(
        "studio/help-desk/files/<uuid:run_id>/to-mend.csv",
        case_files.CaseFileBadRowsView.as_view(),
        name="case_file_bad",
    ),
    path(
        "studio/help-desk/files/<uuid:run_id>/removal/",
        case_files.CaseFileRemovalView.as_view(),
        name="case_file_removal",
    ),
    re_path(
        r"^questions/(?P<old_id>[0-9]{1,10})(?:/(?:[^/]+(?:/(?P<answer_id>[0-9]{1,10}))?/?)?)?$",
        MovedQuestionView.as_view(),
        name="moved_question",
    ),
    re_path(
        r"^q/(?P<old_id>[0-9]{1,10})(?:/[0-9]{1,10})?/?$",
        MovedQuestionView.as_view(),
        name="moved_question_short",
    ),
    re_path(
        r"^a/(?P<old_id>[0-9]{1,10})(?:/[0-9]{1,10})?/?$",
        MovedAnswerView.as_view(),
        name="moved_answer",
    ),
]
