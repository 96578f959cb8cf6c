"""What accounts, the provider library, uploads and the outgoing mail know of a member."""

from collections.abc import Iterator
from functools import reduce
from operator import or_

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import (
    ActingRequest,
    ActingSession,
    AdmissionRequest,
    Block,
    Browser,
    Consent,
    Deletion,
    Export,
    FormerHandle,
    InvitationUse,
    Member,
    MergeRecord,
    ProfileAnswer,
    ProfileLink,
    ProfileSkip,
    RoleGrant,
    TrustCaution,
    TrustChange,
    WaitingAct,
)
from accounts.privacy import belongings
from accounts.privacy.belongings import OwnFile, Section
from core.models import OutgoingMail
from uploads.models import Meter, Upload

YOU = _("You told us.")
WE = _("We noted it, so that your account works and is safe.")
STAFF = _("People of the company decided it.")


def _mails(member: Member) -> QuerySet[OutgoingMail]:
    addresses = {
        member.email,
        *EmailAddress.objects.filter(user=member).values_list("email", flat=True),
    }
    to = (Q(to__contains=[address]) for address in addresses if address)
    return OutgoingMail.objects.filter(reduce(or_, to, Q(pk__in=[])))


def _consents(member: Member) -> QuerySet[Consent]:
    return Consent.objects.of(member.pk, None)


def _pictures(member: Member) -> Iterator[OwnFile]:
    for upload in Upload.objects.filter(owner=member).order_by("pk").iterator(chunk_size=500):
        name = f"{upload.pk}.webp" if upload.is_picture else f"{upload.pk}-{upload.plain_name}"
        yield OwnFile(name=name, stored_as=upload.stored_as)


belongings.add(
    Section(
        key="profile", order=1, title=_("Your account"), models=("accounts.Member",),
        source=_("You told us, or the company you signed in with did; levels and dates we noted."),
        rows=lambda member: Member.objects.filter(pk=member.pk),
        columns={
            "handle": _("Handle"), "name": _("Name"), "email": _("Address"), "bio": _("About you"),
            "pronouns": _("Pronouns"), "location": _("Place"), "shown_to": _("Who sees what"),
            "trust": _("Trust level"), "trust_is_kept": _("Level set by hand"),
            "joined_at": _("Joined"), "last_login": _("Last signed in"), "seen_at": _("Last seen"),
            "avatar_from": _("Where your picture is from"), "ask_after": _("Asked nothing before"),
            "asks_nothing": _("Asked nothing at all"), "is_waiting": _("Waiting to be let in"),
            "suspended_until": _("May not write until"), "suspended_for": _("Why"),
            "leaves_at": _("To be deleted on"),
        },
    ),
    Section(
        key="links", order=2, title=_("Links on your profile"), source=YOU, models=("accounts.ProfileLink",),
        rows=lambda member: ProfileLink.objects.filter(member=member),
        columns={"label": _("Words"), "url": _("Address")},
    ),
    Section(
        key="addresses", order=3, title=_("E-mail addresses"), models=("account.EmailAddress",),
        source=_("You told us, or the company you signed in with did."),
        rows=lambda member: EmailAddress.objects.filter(user=member),
        columns={"email": _("Address"), "verified": _("Proved"), "primary": _("Mail goes here")},
    ),
    Section(
        key="identities", order=4, title=_("Identities you sign in with"),
        source=_("The company you signed in with told us."), models=("socialaccount.SocialAccount",),
        rows=lambda member: SocialAccount.objects.filter(user=member),
        columns={
            "date_joined": _("Since"), "provider": _("Company"), "uid": _("Your number there"),
            "extra_data": _("What it told us"), "last_login": _("Last used"),
        },
    ),
    Section(
        key="second-factors", order=5, title=_("Second factors and passkeys"), source=YOU,
        models=("mfa.Authenticator",),
        rows=lambda member: Authenticator.objects.filter(user=member),
        columns={"created_at": _("Since"), "type": _("Kind"), "last_used_at": _("Last used")},
    ),
    Section(
        key="sessions", order=6, title=_("Where you are signed in"), source=WE,
        models=("usersessions.UserSession",),
        rows=lambda member: UserSession.objects.filter(user=member),
        columns={
            "created_at": _("Signed in"), "ip": _("Network address"), "user_agent": _("Browser"),
            "last_seen_at": _("Last seen"),
        },
    ),
    Section(
        key="browsers", order=7, title=_("Browsers you signed in with"), source=WE,
        models=("accounts.Browser",),
        rows=lambda member: Browser.objects.filter(member=member),
        columns={"created_at": _("Since"), "id": _("Number")},
    ),
    Section(
        key="consents", order=8, title=_("What you agreed to"), source=YOU, models=("accounts.Consent",),
        rows=_consents,
        columns={
            "given_at": _("Agreed"), "purpose": _("For what"), "text_version": _("Wording"),
            "place": _("Where"), "withdrawn_at": _("Taken back"),
        },
    ),
    Section(
        key="answers", order=9, title=_("What you answered when we asked"), source=YOU,
        models=("accounts.ProfileAnswer", "accounts.ProfileSkip"),
        rows=lambda member: ProfileAnswer.objects.filter(member=member),
        columns={
            "answered_at": _("Answered"), "question__text": _("Question"), "value": _("Answer"),
            "question__purpose": _("Used for"),
        },
    ),
    Section(
        key="skipped-questions", order=10, title=_("What you did not want to be asked"), source=YOU, models=(),
        rows=lambda member: ProfileSkip.objects.filter(member=member),
        columns={"at": _("When"), "question__text": _("Question")},
    ),
    Section(
        key="handles", order=11, title=_("Handles you had"), source=YOU, models=("accounts.FormerHandle",),
        rows=lambda member: FormerHandle.objects.filter(member=member),
        columns={"until": _("Until"), "handle": _("Handle")},
    ),
    Section(
        key="blocks", order=11, title=_("Whom you blocked"), source=YOU, models=("accounts.Block",),
        rows=lambda member: Block.objects.filter(blocker=member),
        columns={"created_at": _("Since"), "blocked__handle": _("Member")},
    ),
    Section(
        key="roles", order=12, title=_("Roles you have or had"), source=STAFF, models=("accounts.RoleGrant",),
        rows=lambda member: RoleGrant.objects.filter(member=member),
        columns={
            "granted_at": _("Given"), "role": _("Role"), "reason": _("Why"), "withdrawn_at": _("Withdrawn"),
            "withdrawal_reason": _("Why withdrawn"),
        },
    ),
    Section(
        key="trust", order=13, title=_("How your trust level changed"), models=("accounts.TrustChange",),
        source=_("Counted from what you did here, or set by the company's people."),
        rows=lambda member: TrustChange.objects.filter(member=member),
        columns={
            "at": _("When"), "from_level": _("From"), "to_level": _("To"), "reason": _("Why"),
            "evidence": _("What was counted"),
        },
    ),
    Section(
        key="trust-cautions", order=14, title=_("Cautions about your level"), models=("accounts.TrustCaution",),
        source=_("Counted from what you did here."),
        rows=lambda member: TrustCaution.objects.filter(member=member),
        columns={
            "since": _("Since"), "level": _("Level"), "evidence": _("What was counted"),
            "falls_at": _("Falls on"), "ended_at": _("Ended"),
        },
    ),
    Section(
        key="admission", order=15, title=_("How you were let in"), source=STAFF,
        models=("accounts.AdmissionRequest",),
        rows=lambda member: AdmissionRequest.objects.filter(member=member),
        columns={
            "asked_at": _("Asked"), "confirmed_at": _("Address proved"), "decided_at": _("Decided"),
            "accepted": _("Let in"), "reason": _("Why"),
        },
    ),
    Section(
        key="invitation", order=16, title=_("The invitation you came by"), models=("accounts.InvitationUse",),
        source=_("Whoever invited you wrote it."),
        rows=lambda member: InvitationUse.objects.filter(member=member),
        columns={
            "used_at": _("Used"), "invitation__email": _("Sent to"), "invitation__name": _("Name on it"),
            "invitation__note": _("What it said"),
        },
    ),
    Section(
        key="acted-for-you", order=17, title=_("When an administrator acted as you"), source=STAFF,
        models=("accounts.ActingSession",),
        rows=lambda member: ActingSession.objects.filter(member=member),
        columns={"started_at": _("From"), "ended_at": _("Until"), "reason": _("Why")},
    ),
    Section(
        key="acted-for-you-pages", order=18, title=_("What they did then"), source=WE, models=(),
        rows=lambda member: ActingRequest.objects.filter(session__member=member),
        columns={"at": _("When"), "method": _("Kind"), "path": _("Page")},
    ),
    Section(
        key="merges", order=19, title=_("Accounts that were made one"), source=STAFF,
        models=("accounts.MergeRecord",),
        rows=lambda member: MergeRecord.objects.filter(Q(target=member) | Q(source=member)),
        columns={"at": _("When"), "reason": _("Why"), "counts": _("What moved")},
    ),
    Section(
        key="deletions", order=20, title=_("Deletions you asked for"), source=YOU, models=("accounts.Deletion",),
        rows=lambda member: Deletion.objects.filter(member=member),
        columns={
            "requested_at": _("Asked"), "takes_posts": _("With your posts"), "due_at": _("Due"),
            "cancelled_at": _("Called off"),
        },
    ),
    Section(
        key="pictures", order=21, title=_("Pictures and files you brought"), source=YOU, models=("uploads.Upload",),
        rows=lambda member: Upload.objects.filter(owner=member),
        columns={
            "created_at": _("Brought"), "name": _("Its name"), "id": _("Number"), "bytes": _("Bytes"),
            "width": _("Width"), "height": _("Height"),
        },
        files=_pictures,
    ),
    Section(
        key="upload-meter", order=21, title=_("How much you brought on the last day you did"), source=WE,
        models=("uploads.Meter",),
        rows=lambda member: Meter.objects.filter(owner=member),
        columns={"bytes": _("Bytes")},
    ),
    Section(
        key="waiting",
        order=23,
        title=_("What waited for you to sign in"),
        source=_("You wrote it."),
        models=("accounts.WaitingAct",),
        rows=lambda member: WaitingAct.objects.filter(
            Q(member=member) | Q(member=None, browser__member=member)
        ),
        columns={
            "created_at": _("When"),
            "label": _("What"),
            "text": _("Text"),
            "done_at": _("Done"),
            "refused": _("Why it could not be done"),
        },
    ),
    Section(
        key="copies",
        order=22,
        title=_("Copies you asked for"),
        source=YOU,
        models=("accounts.Export",),
        rows=lambda member: Export.objects.filter(member=member),
        columns={"requested_at": _("Asked"), "state": _("State"), "expires_at": _("Here until")},
    ),
    Section(
        key="mail", order=90, title=_("Mail we sent you"), source=WE, models=("core.OutgoingMail",),
        rows=_mails,
        columns={"created_at": _("Written"), "to": _("To"), "sent_at": _("Sent")},
    ),
)  # fmt: skip
