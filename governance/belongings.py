from django.utils.translation import gettext_lazy as _

from accounts.privacy import belongings
from accounts.privacy.belongings import Section
from governance.models import (
    Amendment,
    AmendmentSupport,
    Argument,
    CompanyAnswer,
    PolicyAcceptance,
    Proposal,
    RollEntry,
    RollObjection,
    Signature,
)

belongings.add(
    Section(
        key="votes", order=55, title=_("Votes you may take or took part in"), models=("governance.RollEntry",),
        source=_("The roll was fixed when voting opened. Nobody can tell which ballot is yours, so it is not here."),
        rows=lambda member: RollEntry.objects.filter(member=member),
        columns={
            "roll__fixed_at": _("On the roll since"), "roll__proposal__title": _("Proposal"),
            "voted": _("Voted (known from the close on)"),
        },
    ),
    Section(
        key="proposals", order=56, title=_("Proposals you made"), source=_("You wrote it."),
        models=("governance.Proposal",),
        rows=lambda member: Proposal.objects.filter(proposed_by=member),
        columns={
            "drafted_at": _("When"), "title": _("Title"), "why": _("Reasons"), "affected": _("Who is affected"),
            "state": _("State"),
        },
    ),
    Section(
        key="petitions", order=57, title=_("Petitions you signed"), source=_("You signed it."),
        models=("governance.Signature",),
        rows=lambda member: Signature.objects.filter(member=member),
        columns={"signed_at": _("When"), "proposal__title": _("Petition")},
    ),
    Section(
        key="company_answers", order=58, title=_("Votes you answered for the company"),
        source=_("You wrote it."), models=("governance.CompanyAnswer",),
        rows=lambda member: CompanyAnswer.objects.filter(by=member),
        columns={"at": _("When"), "proposal__title": _("Proposal"), "source": _("Text")},
    ),
    Section(
        key="amendments", order=60, title=_("Amendments you proposed"), source=_("You wrote it."),
        models=("governance.Amendment",),
        rows=lambda member: Amendment.objects.filter(by=member),
        columns={
            "at": _("When"), "text__proposal__title": _("Proposal"), "source": _("Text"), "state": _("State"),
            "answer": _("Answer"),
        },
    ),
    Section(
        key="supported_amendments", order=61, title=_("Amendments you support"),
        source=_("You pressed the button under it."), models=("governance.AmendmentSupport",),
        rows=lambda member: AmendmentSupport.objects.filter(member=member),
        columns={"at": _("When"), "amendment__text__proposal__title": _("Proposal")},
    ),
    Section(
        key="pinned_arguments", order=62, title=_("Arguments you pinned to a clause"),
        source=_("You wrote it, or pinned it."), models=("governance.Argument",),
        rows=lambda member: Argument.objects.filter(by=member),
        columns={"at": _("When"), "text__proposal__title": _("Proposal"), "side": _("Side")},
    ),
    Section(
        key="acceptances", order=59, title=_("Policies you accepted"), source=_("You pressed the button under it."),
        models=("governance.PolicyAcceptance",),
        rows=lambda member: PolicyAcceptance.objects.filter(member=member),
        columns={
            "at": _("When"), "version__policy__title": _("Policy"), "version__number": _("Version"),
            "language": _("In the language"),
        },
    ),
    Section(
        key="roll-objections", order=59, title=_("Objections to a roll"), source=_("You wrote it; the company answered."),
        models=("governance.RollObjection",),
        rows=lambda member: RollObjection.objects.filter(member=member),
        columns={
            "made_at": _("When"), "proposal__title": _("Proposal"), "words": _("Your words"), "answer": _("Answer"),
            "is_upheld": _("Upheld"), "answered_at": _("Answered"),
        },
    ),
)  # fmt: skip
