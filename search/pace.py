"""How often one may search: each address that costs the engine something counts."""

from django.http import HttpRequest

from core import limits
from search.cached import is_being_kept


def demand_pace(request: HttpRequest, what: str, most: int) -> None:
    """Raises TooMany, which is answered with a page that says when to come back.

    A page that is made for all visitors was counted before, against whoever asked for it.
    """
    if not is_being_kept(request):
        limits.demand_pace(f"{what}:{limits.who(request)}", limit=most, seconds=60, when_down=True)
