from django.utils.translation import gettext_lazy as _

from accounts.privacy import belongings
from accounts.privacy.belongings import Section
from spaces.models import Membership, SpaceRole

belongings.add(
    Section(
        key="spaces", order=30, title=_("Spaces you belong to"), models=("spaces.Membership",),
        source=_("You joined, or the company's people added you."),
        rows=lambda member: Membership.objects.filter(member=member),
        columns={"joined_at": _("Since"), "space__name": _("Space")},
    ),
    Section(
        key="space-roles", order=31, title=_("Roles you have or had in a space"), models=("spaces.SpaceRole",),
        source=_("People of the company decided it."),
        rows=lambda member: SpaceRole.objects.filter(member=member),
        columns={
            "granted_at": _("Given"), "space__name": _("Space"), "role": _("Role"), "reason": _("Why"),
            "withdrawn_at": _("Withdrawn"), "withdrawal_reason": _("Why withdrawn"),
        },
    ),
)  # fmt: skip
