"""What accounts itself knows of a member, and how it forgets it.

A table of this app, or of allauth, that dies with its member (a key with CASCADE) is swept without being
named here: who adds one need not think of it. What points to a member as an actor ("decided by") stays, and
points to the tombstone.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from functools import partial
from importlib import import_module
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Browser, Claim, Consent, Deletion, Invitation, InvitationBatch, Member
from accounts.showing.profiles import USED_BY_AVATAR
from core.live import recheck_member
from uploads.actions import use_uploads

SWEPT_APPS = {"accounts", "account", "socialaccount", "mfa", "usersessions"}
KEPT: set[type[models.Model]] = {Deletion, Consent}
"""Consents stay until other apps have swept what rests on them; the deletion says that there was one."""


@dataclass(slots=True)
class Traces:
    """What somebody was called here, and where they were written to."""

    handles: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)


def traces_of(member: Member) -> Traces:
    addresses = EmailAddress.objects.filter(user=member).values_list("email", flat=True)
    invited = Invitation.objects.filter(uses__member=member).values_list("email", flat=True)
    return Traces(
        handles=_distinct([member.handle, *_former_handles(member)]),
        names=_distinct([member.name]),
        addresses=_distinct([member.email, *addresses, *invited]),
    )


def known_traces(deletion_id: int) -> Traces:
    """The traces of a deletion that is at work; empty ones once it is finished."""
    kept = Deletion.objects.values_list("traces", flat=True).filter(pk=deletion_id).first()
    return Traces(**(kept or {}))


def kept(traces: Traces) -> dict[str, Any]:
    return asdict(traces)


def new_handle(member: Member) -> str:
    """What is left in the place of a handle: nobody's, also where somebody took the obvious one."""
    base = f"former-member-{member.pk}"
    others = Member.objects.exclude(pk=member.pk).filter(handle__istartswith=base)
    taken = {each.lower() for each in others.values_list("handle", flat=True)}
    number, handle = 1, base
    while handle in taken:
        number += 1
        handle = f"{base}-{number}"
    return handle


def erase_rows(member: Member, traces: Traces) -> None:
    """Delete what dies with the member in this app and in allauth, their sessions first."""
    end_sessions(UserSession.objects.filter(user=member).values_list("session_key", flat=True))
    transaction.on_commit(partial(recheck_member, member.pk))  # their open pages hear nothing more
    for model, name in dying_with_member():
        model._default_manager.filter(**{name: member}).delete()
    use_uploads(used_by=USED_BY_AVATAR, object_id=member.pk, html="")
    _forget_invitations(traces)


def dying_with_member() -> Iterator[tuple[type[models.Model], str]]:
    for model in apps.get_models():
        if model._meta.app_label not in SWEPT_APPS or model in KEPT:
            continue
        for key in model._meta.concrete_fields:
            owner = key.remote_field
            if owner and key.related_model is Member and owner.on_delete is models.CASCADE:
                yield model, key.name


def make_tombstone(member: Member) -> None:
    """The row stays, since others' rows point to it; nothing in it says who it was."""
    for column in member._meta.concrete_fields:
        if not column.primary_key and column.has_default():
            setattr(member, column.attname, column.get_default())
        elif column.null:
            setattr(member, column.attname, None)
        elif isinstance(column, models.CharField | models.TextField):
            setattr(member, column.attname, "")
    member.handle, member.name = new_handle(member), _("Former member")
    member.is_active = False
    member.set_unusable_password()  # and with it, every session that is left ends
    member.save()


def end_sessions(keys: Any) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for key in keys:
        store(key).delete()


def sessions_of(member_id: int) -> Iterator[str]:
    """Sessions nobody kept a list of, the expired ones included; their rows say nothing until they are opened."""
    for session in Session.objects.iterator(chunk_size=500):
        if str(session.get_decoded().get("_auth_user_id")) == str(member_id):
            yield session.session_key


def forget_rest(deletion: Deletion) -> None:
    """The end: their browsers and what was agreed to, once nothing rests on them any more."""
    theirs = Browser.objects.filter(member=deletion.member_id)
    Consent.objects.filter(Q(member=deletion.member_id) | Q(browser__in=theirs)).delete()
    theirs.delete()


def _forget_invitations(traces: Traces) -> None:
    lowered = {each.lower() for each in traces.addresses}
    Claim.objects.filter(email__in=lowered).delete()
    for address in lowered:
        Invitation.objects.filter(email__iexact=address).update(email="", name="", batch=None)
        for batch in InvitationBatch.objects.filter(
            Q(rows__icontains=address) | Q(bad_rows__icontains=address)
        ):
            batch.rows = [row for row in batch.rows if address not in str(row).lower()]
            batch.bad_rows = [row for row in batch.bad_rows if address not in str(row).lower()]
            batch.save(update_fields=["rows", "bad_rows"])


def _former_handles(member: Member) -> Iterator[str]:
    """Handles they had before, wherever a table of this app keeps them."""
    for model, name in dying_with_member():
        for column in model._meta.concrete_fields:
            if column.name in {"handle", "old_handle"}:
                rows = model._default_manager.filter(**{name: member})
                yield from rows.values_list(column.name, flat=True)


def _distinct(words: list[str]) -> list[str]:
    return sorted({each for each in words if each})
