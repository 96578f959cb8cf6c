"""Who may do what with articles."""

from django.utils.translation import gettext as _

from accounts.models import Member, Role, Viewer
from content.models import Article, Asset
from core.rules import ALLOWED, Verdict, denied
from spaces.models import Space, SpaceRole
from spaces.rules import may_publish, roles_by_space


def may_write_article(viewer: Viewer, space: Space | int) -> Verdict:
    return may_publish(viewer, space)


def may_edit_article(viewer: Viewer, article: Article) -> Verdict:
    return may_publish(viewer, article.space_id)


def may_publish_article(viewer: Viewer, article: Article) -> Verdict:
    if article.is_published:
        return denied(_("This article is already published."))
    return may_publish(viewer, article.space_id)


def may_withdraw_article(viewer: Viewer, article: Article) -> Verdict:
    if not article.is_published:
        return denied(_("This article is not published."))
    return may_publish(viewer, article.space_id)


def may_edit_asset(viewer: Viewer, asset: Asset) -> Verdict:
    return may_publish(viewer, asset.space_id)


def may_download(viewer: Viewer, asset: Asset) -> Verdict:
    """Of a file they can see."""
    if asset.is_gated and not viewer.is_authenticated:
        return denied(_("This file is for members. Signing in takes one click."))
    return ALLOWED


def writes_somewhere(viewer: Viewer) -> bool:
    """Whether there is a space they may write articles in."""
    if not viewer.is_authenticated:
        return False
    return viewer.has_role(Role.EVANGELIST) or any(
        Role.EVANGELIST in roles for roles in roles_by_space(viewer).values()
    )


def spaces_to_write_in(member: Member) -> list[Space]:
    """The spaces whose articles they write, in their order."""
    spaces = Space.objects.visible_to(member)
    if not member.has_role(Role.EVANGELIST):
        led = SpaceRole.objects.in_force().filter(member=member, role=Role.EVANGELIST)
        spaces = spaces.filter(pk__in=led.values("space"))
    return list(spaces)
