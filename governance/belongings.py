from django.utils.translation import gettext_lazy as _

from accounts.privacy import belongings
from accounts.privacy.belongings import Section
from governance.models import CompanyAnswer, PolicyAcceptance, Proposal, RollEntry, Signature

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
        key="acceptances", order=59, title=_("Policies you accepted"), source=_("You pressed the button under it."),
        models=("governance.PolicyAcceptance",),
        rows=lambda member: PolicyAcceptance.objects.filter(member=member),
        columns={
            "at": _("When"), "version__policy__title": _("Policy"), "version__number": _("Version"),
            "language": _("In the language"),
        },
    ),
)  # fmt: skip
