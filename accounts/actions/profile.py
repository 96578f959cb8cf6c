from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.events import ProfileChanged
from accounts.handles import names
from accounts.models import Audience, Member, Part, ProfileLink
from events.publishing import publish


@transaction.atomic
def change_profile(
    *,
    member: Member,
    name: str,
    bio: str,
    pronouns: str = "",
    location: str = "",
    links: Sequence[tuple[str, str]] = (),
    shown_to: Mapping[str, str] | None = None,
) -> Member:
    """Change how a member is named and described to others, and who sees which part.

    Raises ValidationError for a new name that cannot be read or looks as if it spoke for the house.
    `links` are pairs of label and address, in order; `shown_to` names parts and audiences, the others stay.
    """
    member = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    name = names.clean_name(name)
    if name != member.name and (problem := names.problem_with_name(name, member)):
        raise ValidationError(problem)
    member.name, member.bio = name, bio.strip()
    member.pronouns, member.location = pronouns.strip(), location.strip()
    member.shown_to |= {
        str(Part(part)): str(Audience(audience)) for part, audience in (shown_to or {}).items()
    }
    member.save(update_fields=["name", "bio", "pronouns", "location", "shown_to"])
    member.links.all().delete()
    ProfileLink.objects.bulk_create(
        ProfileLink(member=member, position=position, label=label.strip(), url=url.strip())
        for position, (label, url) in enumerate(links)
    )
    publish(ProfileChanged(member_id=member.pk))
    return member
