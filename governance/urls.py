from django.urls import path

from governance.views import (
    acceptance,
    amendment,
    ballot,
    clause,
    count,
    drafting,
    history,
    policy,
    proposal,
    receipt,
    roll,
    steps,
    translation,
)

app_name = "governance"

urlpatterns = [
    path("policies/", policy.PolicyListView.as_view(), name="policies"),
    path("policies/new/", policy.PolicyNewView.as_view(), name="policy_new"),
    path("policies/<slug:slug>/", policy.PolicyView.as_view(), name="policy"),
    path(
        "policies/<slug:slug>/acceptance/",
        acceptance.AcceptanceView.as_view(),
        name="policy_acceptance",
    ),
    path(
        "policies/<slug:slug>/acceptances/",
        acceptance.AcceptancesView.as_view(),
        name="policy_acceptances",
    ),
    path(
        "policies/<slug:slug>/acceptances.csv",
        acceptance.AcceptancesFileView.as_view(),
        name="policy_acceptances_file",
    ),
    path(
        "policies/<slug:slug>/comparison/",
        policy.PolicyComparisonView.as_view(),
        name="policy_comparison",
    ),
    path(
        "policies/<slug:slug>/feed.<slug:form>",
        policy.PolicyFeedView.as_view(),
        name="policy_feed",
    ),
    path(
        "policies/<slug:slug>/history/", policy.PolicyHistoryView.as_view(), name="policy_history"
    ),
    path("policies/<slug:slug>/proposal/", drafting.ProposalNewView.as_view(), name="proposal_new"),
    path(
        "policies/<slug:slug>/translations/",
        translation.TranslationsView.as_view(),
        name="policy_translations",
    ),
    path(
        "policies/<slug:slug>/translations/<slug:language>/",
        translation.TranslationView.as_view(),
        name="policy_translation",
    ),
    path(
        "policies/<slug:slug>/versions/<int:number>/", policy.PolicyView.as_view(), name="version"
    ),
    path("proposals/", proposal.ProposalListView.as_view(), name="proposals"),
    path("proposals/new/", drafting.ProposalStartView.as_view(), name="proposal_start"),
    path("proposals/<int:proposal_id>/", proposal.ProposalView.as_view(), name="proposal"),
    path("proposals/<int:proposal_id>/turnout/", proposal.TurnoutView.as_view(), name="turnout"),
    path("proposals/<int:proposal_id>/ballot/", ballot.BallotView.as_view(), name="ballot"),
    path(
        "proposals/<int:proposal_id>/receipts/",
        receipt.ReceiptCheckView.as_view(),
        name="receipt_check",
    ),
    path(
        "proposals/<int:proposal_id>/receipts/published/",
        receipt.PublishedReceiptsView.as_view(),
        name="published_receipts",
    ),
    path(
        "proposals/<int:proposal_id>/receipts/published/<int:number>.json",
        receipt.PublishedListView.as_view(),
        name="published_list",
    ),
    path("proposals/<int:proposal_id>/secrecy/", receipt.SecrecyView.as_view(), name="secrecy"),
    path("proposals/receipts/key/", receipt.SigningKeyView.as_view(), name="signing_key"),
    path("proposals/<int:proposal_id>/tally.json", count.TallyView.as_view(), name="tally"),
    path("proposals/<int:proposal_id>/count/", count.CountView.as_view(), name="count"),
    path("voting/", history.RulesView.as_view(), name="rules"),
    path(
        "proposals/<int:proposal_id>/announcement/",
        steps.AnnouncementView.as_view(),
        name="announcement",
    ),
    path("proposals/<int:proposal_id>/answer/", steps.AnswerView.as_view(), name="answer"),
    path("proposals/<int:proposal_id>/call/", steps.CallView.as_view(), name="call"),
    path("proposals/<int:proposal_id>/draft/", drafting.DraftView.as_view(), name="draft"),
    path("proposals/<int:proposal_id>/petition/", steps.PetitionView.as_view(), name="petition"),
    path("proposals/<int:proposal_id>/signature/", steps.SignatureView.as_view(), name="signature"),
    path("proposals/<int:proposal_id>/void/", steps.VoidView.as_view(), name="void"),
    path(
        "proposals/<int:proposal_id>/withdrawal/", steps.WithdrawalView.as_view(), name="withdrawal"
    ),
    path(
        "proposals/<int:proposal_id>/options/<int:position>/withdrawal/",
        steps.OptionWithdrawalView.as_view(),
        name="option_withdrawal",
    ),
    path("voting/history/", history.HistoryView.as_view(), name="history"),
    path("voting/recount.py", history.ToolView.as_view(), name="recount_tool"),
    path(
        "voting/check_receipts.py",
        history.ToolView.as_view(name="check_receipts.py"),
        name="receipts_tool",
    ),
    path(
        "proposals/<int:proposal_id>/clauses/<int:text_id>/<slug:clause>/",
        clause.ClauseView.as_view(),
        name="clause",
    ),
    path(
        "proposals/<int:proposal_id>/clauses/<int:text_id>/<slug:clause>/amendment/",
        clause.AmendmentNewView.as_view(),
        name="amendment_new",
    ),
    path(
        "proposals/<int:proposal_id>/clauses/<int:text_id>/<slug:clause>/answer/",
        clause.ClauseAnswerView.as_view(),
        name="clause_answer",
    ),
    path(
        "proposals/<int:proposal_id>/clauses/<int:text_id>/<slug:clause>/pin/",
        clause.PinView.as_view(),
        name="argument_pin",
    ),
    path(
        "proposals/<int:proposal_id>/revisions/",
        amendment.RevisionsView.as_view(),
        name="revisions",
    ),
    path(
        "proposals/<int:proposal_id>/texts/<int:text_id>/revision/",
        amendment.RevisionNewView.as_view(),
        name="revision_new",
    ),
    path("arguments/<int:argument_id>/end/", clause.UnpinView.as_view(), name="argument_end"),
    path("amendments/<int:amendment_id>/", amendment.AmendmentView.as_view(), name="amendment"),
    path(
        "amendments/<int:amendment_id>/support/",
        amendment.SupportView.as_view(),
        name="amendment_support",
    ),
    path(
        "amendments/<int:amendment_id>/withdrawal/",
        amendment.AmendmentWithdrawalView.as_view(),
        name="amendment_withdrawal",
    ),
    path("proposals/<int:proposal_id>/roll/", roll.RollView.as_view(), name="roll"),
    path("proposals/<int:proposal_id>/roll.txt", roll.RollFileView.as_view(), name="roll_file"),
    path(
        "proposals/<int:proposal_id>/roll/objection/",
        roll.ObjectionView.as_view(),
        name="roll_objection",
    ),
    path(
        "proposals/<int:proposal_id>/roll/objections/<int:objection_id>/",
        roll.ObjectionAnswerView.as_view(),
        name="roll_objection_answer",
    ),
]
