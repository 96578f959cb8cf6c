"""Pictures and links of some people of the demo; the others have initials, as in any community."""

from django.core.files.base import ContentFile

from accounts.actions.avatar import UPLOADED, WIDTHS
from accounts.models import Member, ProfileLink
from accounts.showing.profiles import USED_BY_AVATAR
from community.demo.covers import cover
from community.demo.planting.world import World
from uploads.actions import Square, store_square, use_uploads

# Cut out of a drawn cover: its shape, warm or cool, and where.
PICTURES: dict[str, tuple[str, bool, Square]] = {
    "ines": ("rings", True, Square(x=0.7, y=0.5, size=0.9)),
    "jun": ("cone", False, Square(x=0.5, y=0.4, size=0.8)),
    "wei": ("drops", False, Square(x=0.85, y=0.4, size=0.7)),
    "callum": ("arcs", True, Square(x=0.5, y=0.6, size=0.7)),
    "bea": ("waves", True, Square(x=0.9, y=0.2, size=0.8)),
}
LINKS: dict[str, tuple[tuple[str, str], ...]] = {
    "ines": (("Home Espresso, the column", "https://columns.example/ines"),),
    "jun": (
        ("Sunday roasts", "https://sunday-roasts.example/"),
        ("", "https://www.kobe-filter.example/"),
    ),
    "wei": (("Water recipes, with sources", "https://water.example/recipes"),),
    "bea": (("Cups and bowls", "https://fontana-ceramics.example/"),),
}


def plant_faces(world: World) -> None:
    for handle, (shape, warm, part) in PICTURES.items():
        _plant_picture(world.members[handle], cover(shape, warm=warm), part)
    ProfileLink.objects.bulk_create(
        ProfileLink(member=world.members[handle], position=position, label=label, url=url)
        for handle, links in LINKS.items()
        for position, (label, url) in enumerate(links)
    )


def _plant_picture(member: Member, drawn: bytes, part: Square) -> None:
    upload = store_square(
        file=ContentFile(drawn), name="avatar.webp", owner=member, part=part, widths=WIDTHS
    )
    use_uploads(used_by=USED_BY_AVATAR, object_id=member.pk, html="", owner=member, also=[upload])
    member.avatar, member.avatar_from = upload.address, UPLOADED
    member.save(update_fields=["avatar", "avatar_from"])
