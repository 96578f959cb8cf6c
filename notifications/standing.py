"""Members are told when their trust level changes, and before it falls."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.events import TrustAtRisk, TrustChanged
from accounts.models import Member, TrustCaution, TrustChange
from events.registry import subscribe
from notifications.actions import tell
from notifications.actions.tell import Notice


@subscribe(TrustChanged, name="notifications.tell_of_trust")
def tell_of_trust(event: TrustChanged) -> None:
    change = TrustChange.objects.get(pk=event.change_id)
    level = {"level": change.to_level, "name": Member.Trust(change.to_level).label}
    if change.rises:
        title = _("You have reached trust level %(level)d: %(name)s") % level
        text = _("See what it opens.")
    else:
        title = _("You are at trust level %(level)d now: %(name)s") % level
        text = _("See why, and what brings it back.")
    if change.reason:
        text = _("Reason: %s") % change.reason
    _tell(event.member_id, f"trust:{change.pk}", "trust_changed", title, text)


@subscribe(TrustAtRisk, name="notifications.tell_of_trust_at_risk")
def tell_of_trust_at_risk(event: TrustAtRisk) -> None:
    caution = TrustCaution.objects.get(pk=event.caution_id)
    title = _("Your trust level is going to fall")
    text = _("It would be on %s. See why, and what you can do.") % date_format(caution.falls_at)
    _tell(event.member_id, f"trust-caution:{caution.pk}", "trust_at_risk", title, text)


def _tell(member_id: int, key: str, kind: str, title: str, text: str) -> None:
    notice = Notice(key=key, kind=kind, url=reverse("accounts:my_trust"), title=title, text=text)
    tell(member_ids={member_id}, notice=notice)
