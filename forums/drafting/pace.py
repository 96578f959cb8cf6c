"""How many drafts one person begins: what is kept of each may be a book, and is kept for weeks."""

from django.http import HttpRequest

from core.limits import demand_pace, who

NEW_AN_HOUR = 60


def demand_pace_of_new(request: HttpRequest) -> None:
    """Raises TooMany; the editor says that it is not saved, and tries again later."""
    demand_pace(f"new-draft:{who(request)}", limit=NEW_AN_HOUR, seconds=3600, when_down=True)
