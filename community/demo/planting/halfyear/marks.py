"""What was set up about the half year: notes on the time line, pages an executive comes back to, a help desk that is off."""

from datetime import timedelta

from django.urls import reverse
from django.utils.http import urlencode

from analytics.models import Note, SavedView
from community.demo import halfyear
from community.demo.halfyear import desk
from community.demo.planting.world import World, own_dates
from integrations.models import DeskConnection

READER = "helen"


def plant_marks(world: World) -> None:
    _connect(world)
    reader = world.members[READER]
    with own_dates(Note, SavedView):
        Note.objects.bulk_create(
            Note(
                day=world.when(timedelta(days=ago)).date(), words=words, set_by=reader,
                space=world.spaces[space] if space else None, set_at=world.when(timedelta(days=ago - 0.4)),
            )
            for ago, words, space in halfyear.NOTES
        )  # fmt: skip
        SavedView.objects.bulk_create(
            SavedView(
                member=reader, name=name, address=address, saved_at=world.when(timedelta(days=5))
            )
            for name, address in _views(world)
        )


def _views(world: World) -> list[tuple[str, str]]:
    """Home Espresso at a glance, what the launch did, and how long people waited while Ines was away."""
    space = world.spaces[halfyear.SPACE].pk
    return [
        ("Home Espresso", f"{reverse('analytics:overview')}?days=90&space={space}"),
        ("Since the Dipper", _between(world, "overview", halfyear.LAUNCH, 1)),
        (
            "While Ines was away",
            _between(world, "work", halfyear.LEAVE[0], halfyear.LEAVE[1], space=space),
        ),
    ]


def _between(world: World, page: str, first: int, last: int, **more: int) -> str:
    days = {
        name: world.when(timedelta(days=ago)).date().isoformat()
        for name, ago in (("from", first), ("to", last))
    }
    chosen = {name: str(value) for name, value in more.items()}
    return f"{reverse(f'analytics:{page}')}?{urlencode(days | chosen)}"


def _connect(world: World) -> None:
    """Off, without a key: nothing is asked and nothing is sent until an administrator says so."""
    DeskConnection.objects.create(
        kind=DeskConnection.Kind.ZENDESK, slug="zendesk", name=desk.DESK_NAME, address=desk.DESK_ADDRESS,
        account=desk.DESK_ACCOUNT, is_on=False, changed_by=world.members["sam"],
        since=world.when(timedelta(days=halfyear.DAYS)),
    )  # fmt: skip
