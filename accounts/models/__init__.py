from django.contrib.auth.models import AnonymousUser

from accounts.models.acting import ActingRequest, ActingSession
from accounts.models.admission import AdmissionRequest
from accounts.models.block import Block
from accounts.models.browser import Browser
from accounts.models.claim import Claim
from accounts.models.consent import Consent, Purpose
from accounts.models.deletion import Deletion
from accounts.models.entrance import Entrance
from accounts.models.export import Export
from accounts.models.handle import FormerHandle
from accounts.models.identity_provider import IdentityProvider
from accounts.models.invitation import Invitation, InvitationBatch, InvitationUse
from accounts.models.member import Member
from accounts.models.merge import MergeRecord
from accounts.models.passage import Passage
from accounts.models.profile import MOST_LINKS, Audience, Part, ProfileLink
from accounts.models.question import ProfileAnswer, ProfileQuestion, ProfileSkip
from accounts.models.role import Role, RoleGrant
from accounts.models.trust import TrustCaution, TrustChange, TrustThreshold
from accounts.models.waiting import WaitingAct

Viewer = Member | AnonymousUser
"""Whoever looks at a page: a member or nobody in particular."""

__all__ = [
    "ActingRequest",
    "ActingSession",
    "AdmissionRequest",
    "Audience",
    "Block",
    "Browser",
    "Claim",
    "Consent",
    "Deletion",
    "Entrance",
    "Export",
    "FormerHandle",
    "IdentityProvider",
    "Invitation",
    "InvitationBatch",
    "InvitationUse",
    "MOST_LINKS",
    "Member",
    "MergeRecord",
    "Part",
    "ProfileAnswer",
    "ProfileLink",
    "ProfileQuestion",
    "ProfileSkip",
    "Passage",
    "Purpose",
    "Role",
    "RoleGrant",
    "TrustCaution",
    "TrustChange",
    "TrustThreshold",
    "Viewer",
    "WaitingAct",
]
