from django.utils.translation import gettext_lazy as _

from accounts.privacy import belongings
from accounts.privacy.belongings import Section
from integrations.models import HandOver, ImportedMember

belongings.add(
    Section(
        key="imported", order=85, title=_("Who you were in a community that moved here"),
        models=("integrations.ImportedMember",),
        source=_("It came with the conversations of that community."),
        rows=lambda member: ImportedMember.objects.filter(member=member),
        columns={"source__site": _("Where"), "old_key": _("Your number or name there")},
    ),
    Section(
        key="handed-over", order=86, title=_("Cases of yours that went to the company's help desk"),
        models=("integrations.HandOver",), source=_("An agent or a rule of the company's handed it over."),
        rows=lambda member: HandOver.objects.filter(case__member=member, sent_at__isnull=False),
        columns={
            "sent_at": _("When"), "case__number": _("Case"), "connection__name": _("Help desk"),
            "case__reference": _("Its name there"),
        },
    ),
)  # fmt: skip
