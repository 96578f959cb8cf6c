from django.contrib.auth.models import AnonymousUser

from accounts.models.browser import Browser
from accounts.models.consent import Consent, Purpose
from accounts.models.entrance import Entrance
from accounts.models.member import Member
from accounts.models.role import Role, RoleGrant

Viewer = Member | AnonymousUser
"""Whoever looks at a page: a member or nobody in particular."""

__all__ = ["Browser", "Consent", "Entrance", "Member", "Purpose", "Role", "RoleGrant", "Viewer"]
