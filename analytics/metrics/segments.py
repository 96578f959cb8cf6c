from django.utils.translation import gettext_lazy as _

from analytics.metrics.base import Definition

DEFINITION = Definition(
    title=_("Segments"),
    unit=_("members"),
    counts=_(
        "members who gave an answer to a question on the front page, and who agree today to the use it was asked "
        "for"
    ),
    leaves_out=_(
        "everybody who did not answer, took the answer back or does not agree; answers of fewer than five members "
        "are named together, without a number"
    ),
    uncertainty=_(
        "those who answer are not everybody: nothing is said about the others. The numbers open to no names"
    ),
    source=_("answers of members, and the ledger of consents"),
)
