from django.urls import path

from support import actions
from support.views import answer, box, case, contact, follow, studio

app_name = "support"

urlpatterns = [
    path("support/", contact.ContactView.as_view(), name="contact"),
    path("support/answers/", contact.AnswersView.as_view(), name="answers"),
    path("support/enquiries/<uuid:enquiry_id>/", contact.EnquiryView.as_view(), name="enquiry"),
    path(
        "support/enquiries/<uuid:enquiry_id>/answers/<int:offered_id>/",
        answer.AnswerView.as_view(),
        name="answer",
    ),
    path(
        "support/enquiries/<uuid:enquiry_id>/answers/<int:offered_id>/not-quite/",
        answer.NotQuiteView.as_view(),
        name="not_quite",
    ),
    path("support/enquiries/<uuid:enquiry_id>/solved/", answer.SolvedView.as_view(), name="solved"),
    path(
        "support/enquiries/<uuid:enquiry_id>/question/",
        answer.QuestionView.as_view(),
        name="question",
    ),
    path("support/enquiries/<uuid:enquiry_id>/case/", contact.SendingView.as_view(), name="send"),
    path("support/carry/<str:token>/", box.CarryView.as_view(), name="carry"),
    path("embed/support.js", box.BoxScriptView.as_view(), name="box_script"),
    path("embed/support/", box.BoxView.as_view(), name="box"),
    path("embed/support/<str:token>/", box.BoxVisitView.as_view(), name="box_visit"),
    path("embed/support/<str:token>/answers/", box.BoxAnswersView.as_view(), name="box_answers"),
    path(
        "embed/support/<str:token>/answers/<int:offered_id>/",
        box.BoxAnswerView.as_view(),
        name="box_answer",
    ),
    path(
        "embed/support/<str:token>/answers/<int:offered_id>/not-quite/",
        box.BoxNotQuiteView.as_view(),
        name="box_not_quite",
    ),
    path("embed/support/<str:token>/solved/", box.BoxSolvedView.as_view(), name="box_solved"),
    path("embed/support/<str:token>/case/", box.BoxSendingView.as_view(), name="box_send"),
    path("studio/support/", studio.SupportStudioView.as_view(), name="studio"),
    path("studio/support/products/new/", studio.ProductEditView.as_view(), name="product_new"),
    path("studio/support/products/<slug:slug>/", studio.ProductEditView.as_view(), name="product"),
    path("studio/support/sites/", studio.SitesView.as_view(), name="sites"),
    path(
        "studio/support/sites/<int:site_id>/removal/",
        studio.SiteRemovalView.as_view(),
        name="site_removal",
    ),
    path("studio/support/share/", studio.ShareView.as_view(), name="share"),
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
