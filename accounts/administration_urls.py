"""The addresses of administration: who comes in, who is here."""

from django.urls import URLPattern, URLResolver, path

from accounts.views.administration import (
    acting,
    admission,
    invitation,
    invitation_list,
    merge,
    people,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("studio/admission/", admission.AdmissionView.as_view(), name="admission"),
    path(
        "studio/admission/requests/",
        admission.AdmissionRequestsView.as_view(),
        name="admission_requests",
    ),
    path("welcome/waiting/", admission.WaitingView.as_view(), name="waiting"),
    path("studio/invitations/", invitation.InvitationsView.as_view(), name="invitations"),
    path(
        "studio/invitations/<int:invitation_id>/revocation/",
        invitation.InvitationRevocationView.as_view(),
        name="invitation_revocation",
    ),
    path("studio/people/", people.PeopleView.as_view(), name="people"),
    path("studio/people/<str:handle>/", people.PersonView.as_view(), name="person"),
    path("studio/people/<str:handle>/acting/", acting.ActingView.as_view(), name="acting"),
    path("studio/people/<str:handle>/merge/", merge.MergeView.as_view(), name="merge"),
    path("acting/end/", acting.ActingEndView.as_view(), name="acting_end"),
    path("me/acted-as/", acting.ActedAsView.as_view(), name="acted_as"),
    path(
        "studio/invitations/lists/new/",
        invitation_list.InvitationListNewView.as_view(),
        name="invitation_list_new",
    ),
    path(
        "studio/invitations/lists/<int:batch_id>/",
        invitation_list.InvitationListView.as_view(),
        name="invitation_list",
    ),
    path(
        "studio/invitations/lists/<int:batch_id>/errors.csv",
        invitation_list.InvitationListErrorsView.as_view(),
        name="invitation_list_errors",
    ),
    path("invitations/<str:token>/", invitation.InvitationView.as_view(), name="invitation"),
]
