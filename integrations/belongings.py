from django.utils.translation import gettext_lazy as _

from accounts.privacy import belongings
from accounts.privacy.belongings import Section
from integrations.models import ImportedMember

belongings.add(
    Section(
        key="imported", order=85, title=_("Who you were in a community that moved here"),
        models=("integrations.ImportedMember",),
        source=_("It came with the conversations of that community."),
        rows=lambda member: ImportedMember.objects.filter(member=member),
        columns={"source__site": _("Where"), "old_key": _("Your number or name there")},
    ),
)  # fmt: skip
