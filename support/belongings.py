from django.utils.translation import gettext_lazy as _

from accounts.privacy import belongings
from accounts.privacy.belongings import Section
from support.models import Case, CaseMessage, CasePublication, Enquiry, TeamMembership

YOU = _("You wrote it.")

belongings.add(
    Section(
        key="enquiries", order=70, title=_("What you began to write to support"), source=YOU,
        models=("support.Enquiry",),
        rows=lambda member: Enquiry.objects.filter(member=member),
        columns={
            "created_at": _("When"), "subject": _("Subject"), "text": _("Text"), "outcome": _("What became of it"),
        },
    ),
    Section(
        key="cases", order=71, title=_("Your support cases"), source=YOU, models=("support.Case",),
        rows=lambda member: Case.objects.filter(member=member),
        columns={
            "opened_at": _("When"), "number": _("Number"), "subject": _("Subject"), "body": _("Text"),
            "status": _("State"), "order": _("Order"), "closed_at": _("Closed"), "name": _("Name"), "email": _("Address"),
        },
    ),
    Section(
        key="case-messages", order=72, title=_("Messages on your cases"), models=("support.CaseMessage",),
        source=_("You wrote it, or support answered you."),
        rows=lambda member: CaseMessage.objects.for_customer().filter(case__member=member),
        columns={
            "created_at": _("When"), "case__number": _("Case"), "is_from_company": _("From us"), "text": _("Text"),
        },
    ),
    Section(
        key="case-publications", order=73, title=_("Answers to you that we asked to publish"),
        models=("support.CasePublication",), source=_("A support agent wrote it after your case."),
        rows=lambda member: CasePublication.objects.filter(case__member=member),
        columns={
            "asked_at": _("When"), "case__number": _("Case"), "title": _("Title"), "question": _("Question"),
            "answer": _("Answer"), "state": _("What became of it"), "answered_at": _("Answered"),
        },
    ),
    Section(
        key="support-teams", order=74, title=_("Teams of support you belong to"),
        models=("support.TeamMembership",), source=_("An administrator put you in."),
        rows=lambda member: TeamMembership.objects.filter(member=member),
        columns={"team__name": _("Team")},
    ),
)  # fmt: skip
