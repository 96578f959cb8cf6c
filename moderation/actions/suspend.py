from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.suspension import keep_from_writing, let_write_again
from accounts.models import Member
from core.mail import send_mail_once
from core.rules import demand
from moderation.models import Suspension
from moderation.models.suspension import FOR_EVER
from moderation.rules import may_suspend


@transaction.atomic
def suspend_member(*, by: Member, member: Member, reason: str, days: int | None) -> Suspension:
    """Keep somebody from writing for so many days, or until it is lifted; they are told why and how to object.

    A suspension that holds already is ended by the new one. Raises NotAllowed for oneself and for staff above.
    """
    member = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    demand(may_suspend(by, member))
    now = timezone.now()
    Suspension.objects.filter(member=member, lifted_at=None).update(lifted_at=now, lifted_by=by)
    suspension = Suspension.objects.create(
        member=member,
        by=by,
        reason=reason.strip(),
        started_at=now,
        until=now + timedelta(days=days) if days else None,
    )
    keep_from_writing(member=member, until=suspension.until or FOR_EVER, reason=suspension.reason)
    _tell(suspension, _("You cannot write for a while"), _suspended_words(suspension))
    return suspension


@transaction.atomic
def lift_suspension(*, by: Member, suspension: Suspension) -> Suspension:
    """Let somebody write again at once; lifting what is over changes nothing."""
    member = Member.objects.select_for_update(no_key=True).get(pk=suspension.member_id)
    suspension = Suspension.objects.select_for_update(of=("self",)).get(pk=suspension.pk)
    demand(may_suspend(by, member))
    if not suspension.is_in_force:
        return suspension
    suspension.lifted_at, suspension.lifted_by = timezone.now(), by
    suspension.save(update_fields=["lifted_at", "lifted_by"])
    let_write_again(member=member)
    _tell(suspension, _("You can write again"), _("Your suspension was lifted. Welcome back."))
    return suspension


def _suspended_words(suspension: Suspension) -> str:
    until = suspension.until
    ends = _("Until %s (UTC)") % f"{until:%Y-%m-%d %H:%M}" if until else _("Until further notice")
    return "\n\n".join(
        [
            _("%s you can read the community, but not write or vote in it.") % ends,
            _("The reason: %s") % suspension.reason,
            _("If you think this is a mistake, tell us; somebody else looks at it again:\n%s")
            % f"{settings.SITE_URL}{reverse('moderation:own_suspension')}",
        ]
    )


def _tell(suspension: Suspension, subject: str, words: str) -> None:
    """A letter, whatever they chose about mail: it is about their own rights."""
    member = suspension.member
    if not member.email:
        return
    is_lifted = "lifted" if suspension.lifted_at else "began"
    hello = _("Hello %s,") % " ".join(str(member).split())
    send_mail_once(
        key=f"suspension-{suspension.pk}-{is_lifted}",
        to=member.email,
        subject=subject,
        text=f"{hello}\n\n{words}\n",
    )
