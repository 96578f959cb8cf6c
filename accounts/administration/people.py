"""What administrators read about people, each page by a fixed number of queries."""

from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import (
    ActingSession,
    AdmissionRequest,
    InvitationUse,
    Member,
    MergeRecord,
    RoleGrant,
)
from core.pages import Page, page

PEOPLE_A_PAGE = 50
FILTERS = {
    "": _("Everybody"),
    "staff": _("Staff"),
    "suspended": _("Suspended"),
    "waiting": _("Waiting"),
    "invited": _("Invited"),
    "gone": _("Gone"),
}


def people(*, search: str, only: str, after: str | None) -> Page:
    """A page of people, the newest first, whose handle, name or one of whose addresses has the search in it."""
    rows = Member.objects.filter(is_placeholder=False)
    rows = _only(rows, only)
    if search := search.strip().removeprefix("@"):
        address = EmailAddress.objects.filter(user=OuterRef("pk"), email__icontains=search)
        rows = rows.filter(
            Q(handle__icontains=search)
            | Q(name__icontains=search)
            | Q(email__icontains=search)
            | Exists(address)
        )
    held = RoleGrant.objects.in_force().filter(member=OuterRef("pk"))
    rows = rows.annotate(holds_role=Exists(held))
    return page(rows, order=("-joined_at", "-id"), after=after, size=PEOPLE_A_PAGE)


def _only(rows: QuerySet[Member], only: str) -> QuerySet[Member]:
    if only == "staff":
        return rows.filter(Exists(RoleGrant.objects.in_force().filter(member=OuterRef("pk"))))
    if only == "suspended":
        return rows.filter(suspended_until__gt=timezone.now())
    if only == "waiting":
        return rows.filter(is_waiting=True, is_active=True)
    if only == "invited":
        return rows.filter(Exists(InvitationUse.objects.filter(member=OuterRef("pk"))))
    return rows.filter(is_active=False) if only == "gone" else rows.filter(is_active=True)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as administrators see them: how they come in, what they may, what was decided about them."""

    member: Member
    addresses: list[EmailAddress]
    identities: list[SocialAccount]
    sessions: int
    grants: list[RoleGrant]
    admission: AdmissionRequest | None
    invitation: InvitationUse | None
    acted: list[ActingSession]
    merges: list[MergeRecord]


def person(member: Member) -> Person:
    def first(rows: QuerySet[Any]) -> Any:
        return rows.filter(member=member).first()

    merges = MergeRecord.objects.filter(Q(source=member) | Q(target=member))
    return Person(
        member=member,
        addresses=list(EmailAddress.objects.filter(user=member).order_by("-primary", "email")),
        identities=list(SocialAccount.objects.filter(user=member).order_by("provider")),
        sessions=UserSession.objects.filter(user=member).count(),
        grants=list(
            RoleGrant.objects.filter(member=member)
            .select_related("granted_by", "withdrawn_by")
            .order_by("-granted_at")[:20]
        ),
        admission=first(AdmissionRequest.objects.select_related("decided_by")),
        invitation=first(InvitationUse.objects.select_related("invitation__created_by")),
        acted=list(
            ActingSession.objects.filter(member=member)
            .select_related("by")
            .order_by("-started_at")[:10]
        ),
        merges=list(merges.select_related("source", "target", "by").order_by("-at")[:10]),
    )
