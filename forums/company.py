"""Who reads a conversation at this moment, and who writes in it: as far as the reader may know."""

from dataclasses import dataclass

from accounts.models import Member, Part
from accounts.showing.profiles import may_see_part
from core.live.company import company
from forums.models import Topic

FACES = 8


@dataclass(frozen=True, slots=True)
class Company:
    here: list[Member]
    more: int
    """How many there are besides those named."""
    writing: list[Member]


def company_in(topic: Topic, viewer: Member) -> Company:
    """One query, where anybody is there. Nobody who keeps their profile, and nobody of a block, either way."""
    here, writing = company(f"topic:{topic.pk}")
    ids = (here | writing) - {viewer.pk} - set(viewer.blocked_ids)
    if not ids:
        return Company([], 0, [])
    seen = [
        each
        for each in Member.objects.active().filter(pk__in=ids).order_by("name", "pk")
        if viewer.pk not in each.blocked_ids and may_see_part(viewer, each, Part.PAGE)
    ]
    return Company(
        here=seen[:FACES],
        more=max(len(seen) - FACES, 0),
        writing=[each for each in seen if each.pk in writing],
    )
