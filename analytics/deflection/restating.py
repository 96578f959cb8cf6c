"""Why a closed month's figure is another today: what happened to its rows since it was last written down."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Consent, Purpose
from analytics.metrics import contacts
from analytics.models import Assumption, IntentEvidence, Restatement
from analytics.periods import Period
from forums.models import PostDeletion, PostHiding
from support.models import Case

Why = Restatement.Why
Name = Assumption.Name

FOLLOW: dict[str, tuple[str, ...]] = {
    Name.COST_PER_CONTACT: ("saved", "net_saved"),
    Name.PROGRAMME_COST: ("net_saved",),
    Name.STAFF_HOURS: ("net_saved",),
    Name.HOUR_COST: ("net_saved",),
    Name.WAITING_WINDOW: (
        "confirmed_deflections", "deflected", "saved", "net_saved", "answer_effect",
    ),
}  # fmt: skip
"""Which figures an assumption bears on."""


def reasons(metric: str, month: Period, since: datetime, *, has_grown: bool) -> list[Why]:
    """What is known to have happened to rows of this month since then; `RECOUNT` when nothing is."""
    found = []
    if _came_late(month, since) or (metric == contacts.METRIC.name and has_grown):
        found.append(Why.LATE)
    if _was_moderated(month, since):
        found.append(Why.MODERATION)
    if _was_withdrawn(month, since):
        found.append(Why.CONSENT)
    return found or [Why.RECOUNT]


def _came_late(month: Period, since: datetime) -> bool:
    """An act that belongs to a wish of this month, done after the figure was written down; or a case from outside."""
    evidence = IntentEvidence.objects.filter(
        intent__opened_at__gte=month.start, intent__opened_at__lt=month.end, at__gt=since
    )
    brought = Case.objects.filter(
        opened_at__gte=month.start, opened_at__lt=month.end, received_at__gt=since
    )
    return evidence.exists() or brought.exists()


def _was_moderated(month: Period, since: datetime) -> bool:
    of_month = {
        "post__topic__created_at__gte": month.start,
        "post__topic__created_at__lt": month.end,
    }
    hidden = PostHiding.objects.filter(**of_month, hidden_at__gt=since)
    lifted = PostHiding.objects.filter(**of_month, lifted_at__gt=since)
    deleted = PostDeletion.objects.filter(**of_month, deleted_at__gt=since)
    return hidden.exists() or lifted.exists() or deleted.exists()


def _was_withdrawn(month: Period, since: datetime) -> bool:
    return Consent.objects.filter(
        purpose=Purpose.ANALYTICS, withdrawn_at__gt=since, given_at__lt=month.end
    ).exists()


def words(why: list[Why]) -> str:
    return "; ".join(str(each.label) for each in why)


def change_of(assumption: Assumption) -> str:
    """The change in words: from what it was before to what it is."""
    before = (
        Assumption.objects.filter(
            name=assumption.name, channel=assumption.channel, pk__lt=assumption.pk
        )
        .newest_first()
        .first()
    )
    return _("%(name)s: %(before)s → %(now)s (%(owner)s)") % {
        "name": assumption.get_name_display(),
        "before": f"{before.value} {before.currency}".strip() if before else _("not set"),
        "now": f"{assumption.value} {assumption.currency}".strip(),
        "owner": assumption.owner,
    }
