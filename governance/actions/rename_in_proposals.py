from collections.abc import Sequence

from django.db import models, transaction
from django.db.models import Q

from core.text import TextRefused, cook, rename_mentions
from governance.models import CompanyAnswer, Proposal

# Where people write freely: the model, and the names of what was written and what it cooked to.
WRITTEN: tuple[tuple[type[models.Model], str, str], ...] = (
    (Proposal, "why", "why_html"),
    (CompanyAnswer, "source", "html"),
)


@transaction.atomic
def rename_in_proposals(*, handles: Sequence[str], new: str) -> int:
    """Where reasons and answers call somebody by these handles, call them `new`; returns how many did.

    The text that was voted on is not touched: what was decided stays word for word.
    """
    return sum(_rename(*each, handles, new) for each in WRITTEN)


def _rename(
    model: type[models.Model], source: str, html: str, handles: Sequence[str], new: str
) -> int:
    naming = Q(pk__in=[])
    for handle in handles:
        naming |= Q(**{f"{source}__icontains": f"@{handle}"})
        naming |= Q(**{f"{source}__icontains": f"/m/{handle}"})
    found = list(model._default_manager.filter(naming).select_for_update(of=("self",)))
    for row in found:
        words = rename_mentions(getattr(row, source), handles, new)
        try:
            cooked = str(cook(words, pictures=False))
        except TextRefused:
            cooked = rename_mentions(getattr(row, html), handles, new)
        model._default_manager.filter(pk=row.pk).update(**{source: words, html: cooked})
    return len(found)
