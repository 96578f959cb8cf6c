"""What one person may see of another. Every page, fragment, feed and mail asks here, and nowhere else."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext

from accounts.models import Audience, Member, Part, ProfileLink, Viewer
from core.uploaded import OWN_PICTURE
from uploads.owners import Place

USED_BY_AVATAR = "accounts.avatar"
WHOLE_PIXELS, SMALL_PIXELS = 320, 96
LINKS_FROM_TRUST = Member.Trust.BASIC


@dataclass(frozen=True, slots=True)
class VisibleProfile:
    """A profile as one viewer may see it: what they may not see is empty."""

    person: Member
    is_open: bool
    """Whether there is more to see than name, handle and roles."""
    bio: str
    pronouns: str
    location: str
    links: list[ProfileLink]
    joined_at: datetime | None
    shows_activity: bool
    is_own: bool

    @property
    def may_link(self) -> bool:
        """Whether addresses in their words become links for others: not before the community knows them a little."""
        return self.person.trust >= LINKS_FROM_TRUST


def audience_of(person: Member, part: str) -> str:
    """Who sees this part. What was never chosen is for everyone; what nobody understands is for nobody."""
    chosen = person.shown_to.get(part, Audience.EVERYONE)
    return chosen if chosen in Audience.values else Audience.NOBODY


def may_see_part(viewer: Viewer, person: Member, part: str) -> bool:
    """Whether the viewer may see this part of the person's profile. Asks the database nothing."""
    if viewer.is_authenticated and viewer.pk == person.pk:
        return True
    if not person.is_active:
        return False
    chosen = {audience_of(person, Part.PAGE), audience_of(person, part)}
    if Audience.NOBODY in chosen:
        return False
    return bool(viewer.is_authenticated) or Audience.MEMBERS not in chosen


def visible_profile(person: Member, viewer: Viewer) -> VisibleProfile:
    """One query, for links, where there may be any."""

    def shown(part: Part) -> bool:
        return may_see_part(viewer, person, part)

    is_own = viewer.is_authenticated and viewer.pk == person.pk
    links_count = is_own or person.trust >= LINKS_FROM_TRUST
    return VisibleProfile(
        person=person,
        is_open=shown(Part.PAGE),
        bio=person.bio if shown(Part.BIO) else "",
        pronouns=person.pronouns if shown(Part.PRONOUNS) else "",
        location=person.location if shown(Part.LOCATION) else "",
        links=list(person.links.all()) if links_count and shown(Part.LINKS) else [],
        joined_at=person.joined_at if shown(Part.JOINED) else None,
        shows_activity=shown(Part.ACTIVITY),
        is_own=is_own,
    )


def picture_for(viewer: Viewer | None, person: Any, *, is_large: bool = False) -> str:
    """The address of the picture of a member (or of a row with their columns), or nothing where initials stand for them. No viewer: a visitor."""
    if not person.avatar:
        return ""
    if viewer is None or not viewer.is_authenticated:
        parts = (Part.PAGE, Part.PICTURE)
        everyone = all(audience_of(person, part) == Audience.EVERYONE for part in parts)
        seen = person.is_active and everyone
    else:
        seen = may_see_part(viewer, person, Part.PICTURE)
    if not seen:
        return ""
    whole = OWN_PICTURE.fullmatch(person.avatar)
    if is_large or whole is None or int(whole[2]) <= SMALL_PIXELS:
        return person.avatar
    return f"/uploads/{whole[1]}/{SMALL_PIXELS}.webp"


class Face(NamedTuple):
    """Of a person what stands beside their picture, as one viewer may see it."""

    pk: int
    name: str
    handle: str
    initials: str
    picture: str


def face_of(viewer: Viewer | None, person: Any) -> Face:
    """Of a member, or of a row with their columns."""
    return Face(person.pk, person.name, person.handle, person.initials, picture_for(viewer, person))


def places_of_pictures(viewer: Viewer, member_ids: set[str]) -> dict[str, Place]:
    """Where a member's picture is changed, for themselves."""
    here = Place(gettext("Your profile"), reverse("accounts:settings"))
    return {each: here for each in member_ids if viewer.pk is not None and each == str(viewer.pk)}


def may_see_pictures(viewer: Viewer, member_ids: set[str]) -> bool:
    """Whether the viewer may see the picture of one of these members at least."""
    people = Member.objects.filter(pk__in=member_ids)
    return any(may_see_part(viewer, person, Part.PICTURE) for person in people)
