from django.utils.translation import gettext_lazy as _

from accounts.privacy import belongings
from accounts.privacy.belongings import Section
from governance.models import Proposal, RollEntry

belongings.add(
    Section(
        key="votes", order=55, title=_("Votes you may take or took part in"), models=("governance.RollEntry",),
        source=_("The roll was fixed when voting opened; your ballot you cast."),
        rows=lambda member: RollEntry.objects.filter(member=member),
        columns={
            "roll__fixed_at": _("On the roll since"), "roll__proposal__title": _("Proposal"),
            "ballot__cast_at": _("Voted"), "ballot__choice": _("Your choice"), "ballot__receipt": _("Receipt"),
        },
    ),
    Section(
        key="proposals", order=56, title=_("Proposals you made"), source=_("You wrote it."),
        models=("governance.Proposal",),
        rows=lambda member: Proposal.objects.filter(proposed_by=member),
        columns={
            "announced_at": _("When"), "title": _("Title"), "summary": _("Summary"), "why": _("Reasons"),
            "source": _("Text"), "state": _("State"),
        },
    ),
)  # fmt: skip
