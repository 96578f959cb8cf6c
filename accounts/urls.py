from django.urls import URLPattern, URLResolver, path

from accounts import administration_urls, sign_in_urls
from accounts.views import questions
from accounts.views.avatar import AvatarView, ProviderPictureView
from accounts.views.block import BlocksView, BlockView
from accounts.views.claim import ClaimView
from accounts.views.consent import ConsentView
from accounts.views.deletion import DeletionCancellationView, DeletionView, StayingView
from accounts.views.export import ExportFileView, ExportsView
from accounts.views.handle import HandleHintView, HandleView
from accounts.views.kept import KeptActView, KeptView
from accounts.views.knows import KnownSectionView, KnowsView
from accounts.views.privacy import ConsentGivingView, ConsentWithdrawalView, PrivacyView
from accounts.views.profile import ProfileView, SettingsView
from accounts.views.reauthentication import ReauthenticateByCodeView
from accounts.views.role_meanings import RoleMeaningsView
from accounts.views.security import (
    SecurityView,
    SessionEndView,
    SignOutEverywhereView,
    StudioSecurityView,
)
from accounts.views.trust import MyTrustView, TrustLevelView, TrustRulesView, TrustView

app_name = "accounts"

urlpatterns: list[URLPattern | URLResolver] = [
    path(
        "accounts/reauthenticate/code/",
        ReauthenticateByCodeView.as_view(),
        name="reauthenticate_by_code",
    ),
    path("me/security/", SecurityView.as_view(), name="security"),
    path("me/sessions/<int:pk>/end/", SessionEndView.as_view(), name="session_end"),
    path("me/sessions/end/", SignOutEverywhereView.as_view(), name="sign_out_everywhere"),
    path("studio/security/", StudioSecurityView.as_view(), name="studio_security"),
    path("m/<str:handle>/", ProfileView.as_view(), name="profile"),
    path("me/handle/", HandleView.as_view(), name="handle"),
    path("me/handle/hint/", HandleHintView.as_view(), name="handle_hint"),
    path("me/", SettingsView.as_view(), name="settings"),
    path("trust/", TrustView.as_view(), name="trust"),
    path("me/trust/", MyTrustView.as_view(), name="my_trust"),
    path("m/<str:handle>/trust/", TrustLevelView.as_view(), name="trust_level"),
    path("studio/trust/", TrustRulesView.as_view(), name="trust_rules"),
    path("m/<str:handle>/block/", BlockView.as_view(), name="block"),
    path("roles/", RoleMeaningsView.as_view(), name="role_meanings"),
    path("me/picture/", AvatarView.as_view(), name="avatar"),
    path("me/picture/<int:account_id>/", ProviderPictureView.as_view(), name="provider_picture"),
    path("me/blocks/", BlocksView.as_view(), name="blocks"),
    path("kept/", KeptView.as_view(), name="kept"),
    path("kept/<uuid:key>/", KeptActView.as_view(), name="kept_act"),
    path("claim/<str:token>/", ClaimView.as_view(), name="claim"),
    path("me/questions/", questions.MyQuestionsView.as_view(), name="my_questions"),
    path("me/questions/<int:question_id>/", questions.QuestionView.as_view(), name="question"),
    path("studio/questions/", questions.QuestionsView.as_view(), name="questions"),
    path("studio/questions/new/", questions.QuestionEditView.as_view(), name="question_new"),
    path(
        "studio/questions/<int:question_id>/",
        questions.QuestionEditView.as_view(),
        name="question_edit",
    ),
    path("consent/", ConsentView.as_view(), name="consent"),
    path("me/privacy/", PrivacyView.as_view(), name="privacy"),
    path("me/privacy/consents/", ConsentGivingView.as_view(), name="consent_giving"),
    path("me/privacy/withdrawals/", ConsentWithdrawalView.as_view(), name="consent_withdrawal"),
    *administration_urls.urlpatterns,
    path("me/privacy/knows/", KnowsView.as_view(), name="knows"),
    path("me/privacy/knows/<slug:key>/", KnownSectionView.as_view(), name="known_section"),
    path("me/privacy/exports/", ExportsView.as_view(), name="exports"),
    path("me/privacy/exports/<uuid:export_id>/", ExportFileView.as_view(), name="export_file"),
    path("me/privacy/deletion/", DeletionView.as_view(), name="deletion"),
    path(
        "me/privacy/deletion/cancellation/",
        DeletionCancellationView.as_view(),
        name="deletion_cancellation",
    ),
    path("me/privacy/deletion/<str:token>/", StayingView.as_view(), name="staying"),
    *sign_in_urls.urlpatterns,
]
