"""What the figures of a page can be narrowed to, as far as its reader may: for the form above them."""

from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import Viewer
from analytics.lens import YEAR, Lens
from analytics.models import SavedView
from analytics.rules import may_see_insights
from analytics.segments import segments
from forums.models import Board
from spaces.models import Space
from support.models import Product

NAMES = ("days", "month", "from", "to", "compare", "space", "board", "product", "segment", "after")


@dataclass(frozen=True, slots=True)
class Filters:
    spaces: list[tuple[int, str]]
    boards: list[tuple[str, list[tuple[int, str]]]]
    """Under the name of their space."""
    products: list[tuple[int, str]]
    segments: list[tuple[str, list[tuple[str, str, int]]]]
    """Under their question: as it stands in the address, the answer, how many gave it."""
    segment: str
    words: list[str]
    """What the page is narrowed to."""
    kept: list[tuple[str, str]]
    """What else stands in the address and is no filter."""
    views: list[SavedView]
    address: str
    """This page with its filters, to be saved."""

    @property
    def kept_query(self) -> str:
        return f"&{urlencode(self.kept)}" if self.kept else ""


def filters(lens: Lens, viewer: Viewer, path: str, query: QueryDict) -> Filters:
    """A fixed number of queries."""
    spaces = Space.objects.order_by("position", "name")
    boards = Board.objects.select_related("space").order_by("space__position", "space__name", "position", "name")  # fmt: skip
    if lens.spaces is not None:
        spaces, boards = (
            spaces.filter(pk__in=lens.spaces),
            boards.filter(space__in=lens.spaces).visible_to(viewer),
        )
    if lens.space is not None:
        boards = boards.filter(space=lens.space)
    spaces_ = list(spaces.values_list("pk", "name"))
    boards_ = [
        (name, [(board.pk, board.name) for board in found])
        for name, found in groupby(boards, key=lambda board: board.space.name)
    ]
    products = list(Product.objects.order_by("position", "name").values_list("pk", "name"))
    asked = segments() if may_see_insights(viewer) else []
    answers = [
        (
            each.question.text,
            [(f"{each.question.pk}:{answer}", answer, number) for answer, number in each.answers],
        )
        for each in asked
        if each.answers
    ]
    kept = [(name, str(value)) for name, value in query.items() if name not in NAMES]
    found = f"&{urlencode(kept)}" if kept else ""
    return Filters(
        spaces=spaces_, boards=boards_, products=products, segments=answers,
        segment=f"{lens.segment[0]}:{lens.segment[1]}" if lens.segment else "",
        words=_words(lens, dict(spaces_), boards_, dict(products)),
        kept=kept,
        views=list(SavedView.objects.filter(member=viewer.pk)) if viewer.is_authenticated else [],
        address=f"{path}?{lens.query}{found}",
    )  # fmt: skip


def _words(
    lens: Lens,
    spaces: dict[int, str],
    boards: list[tuple[str, list[tuple[int, str]]]],
    products: dict[int, str],
) -> list[str]:
    """Only names the reader may choose are said; what they may not have is not named either."""
    known = {pk: name for _space, found in boards for pk, name in found}
    words = []
    for pk, names in ((lens.space, spaces), (lens.board, known), (lens.product, products)):
        if pk is not None:
            words.append(names.get(pk, _("something you have no figures of")))
    if lens.segment:
        words.append(lens.segment[1])
    if lens.compare == YEAR:
        words.append(_("beside last year"))
    return words
