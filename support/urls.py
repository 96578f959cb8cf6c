from django.urls import path

from support import actions
from support.views import case, contact, follow

app_name = "support"

urlpatterns = [
    path("support/", contact.ContactView.as_view(), name="contact"),
    path("support/answers/", contact.AnswersView.as_view(), name="answers"),
    path("support/enquiries/<uuid:enquiry_id>/", contact.EnquiryView.as_view(), name="enquiry"),
    path(
        "support/enquiries/<uuid:enquiry_id>/answers/<int:topic_id>/",
        contact.AnswerView.as_view(),
        name="answer",
    ),
    path(
        "support/enquiries/<uuid:enquiry_id>/solved/", contact.SolvedView.as_view(), name="solved"
    ),
    path("support/enquiries/<uuid:enquiry_id>/case/", contact.SendingView.as_view(), name="send"),
    path("support/cases/", case.CaseListView.as_view(), name="cases"),
    path("support/cases/<int:number>/", case.CaseView.as_view(), name="case"),
    path("support/cases/<int:number>/answers/", case.AnswerCaseView.as_view(), name="answer_case"),
    path("support/cases/<int:number>/take/", case.CaseStateView.as_view(), name="take"),
    path(
        "support/cases/<int:number>/closure/",
        case.CaseStateView.as_view(act=actions.close_case),
        name="close",
    ),
    path(
        "support/cases/<int:number>/reopening/",
        case.CaseStateView.as_view(act=actions.reopen_case),
        name="reopen",
    ),
    path("support/follow/<str:token>/", follow.FollowView.as_view(), name="follow"),
]
