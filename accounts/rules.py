from datetime import timedelta
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.entering.ways_in import is_last_way_in
from accounts.handles.neutral import is_neutral
from accounts.models import Export, IdentityProvider, Member, Role, RoleGrant, Viewer
from accounts.models.export import AGAIN_AFTER
from core.rules import ALLOWED, Verdict, denied

MOST_BLOCKS = 1000
RENAMING_PAUSE = timedelta(days=30)


def may_grant_roles(viewer: Viewer) -> Verdict:
    if viewer.is_authenticated and viewer.has_role(Role.ADMINISTRATOR):
        return ALLOWED
    return denied(_("Only administrators can give and withdraw roles."))


def may_rename(member: Member) -> Verdict:
    """Once in thirty days; whoever was given a neutral handle chooses at once."""
    last = member.former_handles.order_by("-until").first()
    if last is None or is_neutral(member.handle) or is_neutral(last.handle):
        return ALLOWED
    next_time = last.until + RENAMING_PAUSE
    if next_time <= timezone.now():
        return ALLOWED
    day = date_format(timezone.localtime(next_time))
    return denied(
        _("You changed your handle lately. You can change it again on %(day)s.") % {"day": day}
    )


def may_remove_identity(member: Member, identity: SocialAccount) -> Verdict:
    if is_last_way_in(member, identity):
        return denied(_("This is your only way in. Add another first, then remove this one."))
    return ALLOWED


def may_set_entrance(viewer: Viewer) -> Verdict:
    if viewer.is_authenticated and viewer.has_role(Role.ADMINISTRATOR):
        return ALLOWED
    return denied(_("Only administrators decide how people come in."))


def may_leave_ways(*, by_code: bool, by_password: bool, providers: bool) -> Verdict:
    """Whether anybody could still come in. A passkey alone is not enough: nobody could make the first one."""
    if by_code or by_password or providers:
        return ALLOWED
    return denied(
        _(
            "This is the last way in. Switch another one on first: else nobody comes in, you neither."
        )
    )


def may_set_trust_rules(viewer: Viewer) -> Verdict:
    if viewer.is_authenticated and viewer.has_role(Role.ADMINISTRATOR):
        return ALLOWED
    return denied(_("Only administrators set what a trust level asks for."))


def may_set_trust(viewer: Viewer, member: Member) -> Verdict:
    """Managers and administrators, but nobody their own."""
    if not viewer.is_authenticated or not viewer.has_role(Role.MANAGER, Role.ADMINISTRATOR):
        return denied(_("Only community managers and administrators set a level by hand."))
    if viewer.pk == member.pk:
        return denied(_("Somebody else sets your level."))
    return ALLOWED


def may_admit(viewer: Viewer) -> Verdict:
    if viewer.is_authenticated and viewer.has_role(Role.ADMINISTRATOR):
        return ALLOWED
    return denied(_("Only administrators let people in."))


def may_invite(viewer: Viewer) -> Verdict:
    if viewer.is_authenticated and viewer.has_role(Role.ADMINISTRATOR, Role.MANAGER):
        return ALLOWED
    return denied(_("Only community managers and administrators send invitations."))


def may_see_people(viewer: Viewer) -> Verdict:
    if viewer.is_authenticated and viewer.has_role(Role.ADMINISTRATOR):
        return ALLOWED
    return denied(_("Only administrators see the list of people."))


def may_delete_oneself(member: Member) -> Verdict:
    """Somebody has to keep the keys."""
    keepers = RoleGrant.objects.in_force().filter(role=Role.ADMINISTRATOR)
    if not keepers.filter(member=member.pk).exists():
        return ALLOWED
    if keepers.filter(member__in=Member.objects.active()).exclude(member=member.pk).exists():
        return ALLOWED
    return denied(_("You are the only administrator. Name another first, then you can leave."))


def may_block(viewer: Viewer, member: Member) -> Verdict:
    if not viewer.is_authenticated:
        return denied(_("Sign in to block somebody."))
    if viewer.pk == member.pk:
        return denied(_("You cannot block yourself."))
    if member.is_staff:
        return denied(
            _(
                "They speak for the company, so what they say here stays in sight. If it is unkind, report it."
            )
        )
    if len(viewer.blocked_ids) >= MOST_BLOCKS:
        return denied(_("You have blocked as many people as can be."))
    return ALLOWED


def may_set_questions(viewer: Viewer) -> Verdict:
    if viewer.is_authenticated and viewer.has_role(Role.ADMINISTRATOR):
        return ALLOWED
    return denied(_("Only administrators decide what members are asked."))


def may_export(member: Member) -> Verdict:
    """One copy a day: each takes the machine a while. One that failed does not count."""
    since = timezone.now() - AGAIN_AFTER
    made = Export.objects.filter(member=member, requested_at__gt=since)
    if made.exclude(state=Export.State.FAILED).exists():
        return denied(_("You can ask for a new copy a day after the last one."))
    return ALLOWED


def may_act_as(viewer: Viewer, member: Member) -> Verdict:
    if not (viewer.is_authenticated and viewer.has_role(Role.ADMINISTRATOR)):
        return denied(_("Only administrators act as a member."))
    if viewer.pk == member.pk:
        return denied(_("You are yourself already."))
    if member.is_staff:
        return denied(_("Nobody acts as people of the staff."))
    if not member.is_active or member.is_waiting or member.is_placeholder:
        return denied(_("This account is not in use."))
    return ALLOWED


def may_merge(viewer: Viewer, source: Member, target: Member) -> Verdict:
    if not (viewer.is_authenticated and viewer.has_role(Role.ADMINISTRATOR)):
        return denied(_("Only administrators merge accounts."))
    if source.pk == target.pk:
        return denied(_("Choose two accounts."))
    if viewer.pk == source.pk:
        return denied(_("Your own account cannot be emptied by yourself."))
    if source.is_staff:
        return denied(_("Withdraw the roles of the account that goes first."))
    if target.is_staff and viewer.pk != target.pk:  # else the source's ways in would open it
        return denied(_("Nobody merges into an account of the staff. Withdraw its roles first."))
    if not (source.is_active and target.is_active) or target.is_waiting:
        return denied(_("Both accounts must be in use."))
    if source.leaves_at or target.leaves_at:
        return denied(_("One of them is about to be deleted. That has to be cancelled first."))
    return ALLOWED


def may_ask_another(provider: IdentityProvider, details: dict[str, Any]) -> Verdict:
    """Whether the details of a provider that people come by may become these."""
    whose = ("issuer", "entity_id")
    if all(provider.details.get(name) == details.get(name) for name in whose):
        return ALLOWED
    return denied(
        _(
            "People come in by this provider, so its issuer stays. Add the other one as a provider of its own."
        )
    )
