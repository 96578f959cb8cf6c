from django.db import transaction
from django.utils.translation import gettext as _

from forums.models import Board
from integrations.models import ImportSource
from spaces.models import Space


class SourceRefused(ValueError):
    """The site cannot move to that place; its words say why."""


@transaction.atomic
def open_source(*, site: str, space: Space, board_slug: str = "imported") -> ImportSource:
    """Return the site as a source for this board, which is made where it does not exist.

    A new board takes no new topics: it is an archive one may reply in. Raises SourceRefused when the
    site moved elsewhere before.
    """
    board, _made = Board.objects.get_or_create(
        space=space,
        slug=board_slug,
        defaults={
            "name": _("Archive"),
            "description": _("Conversations from %(site)s") % {"site": site},
            "kinds": [],
            "position": 100,
        },
    )
    source, _new = ImportSource.objects.get_or_create(site=site, defaults={"board": board})
    if source.board_id != board.pk:
        raise SourceRefused(
            _("%(site)s was imported to /s/%(space)s/%(board)s/ before; one site has one place.")
            % {"site": site, "space": source.board.space.slug, "board": source.board.slug}
        )
    return source
