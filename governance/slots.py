"""What governance adds to pages of other floors."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from governance.documents.accepting import versions_due
from governance.models.acceptance import open_demands
from governance.queries import open_votes_for, proposal_of_topic
from governance.rolls.line import votes_to_show

ASKED_ON = "policies_asked_on"
MOST_ASKED = 3


def open_votes(request: HttpRequest, page: dict[str, Any]) -> dict[str, Any] | None:
    """The open votes of whoever asks; nothing for those who may not vote in any."""
    votes = open_votes_for(request.user)
    return {"open_votes": votes} if votes else None


def proposal_behind(request: HttpRequest, page: dict[str, Any]) -> dict[str, Any] | None:
    if page["topic"].about != "proposal":
        return None
    proposal = proposal_of_topic(request.user, page["topic"].pk)
    return {"proposal_discussed": proposal} if proposal else None


def acceptance_due(request: HttpRequest, page: dict[str, Any]) -> dict[str, Any] | None:
    """On a member's first page of a day: what they are asked to accept, in a line. Later pages ask for nothing.

    While nothing is asked of anybody this costs nothing; else one query a day, and the day is noted in the session.
    """
    if not request.user.is_authenticated or getattr(request, "acting", None):
        return None
    today = timezone.now().date().isoformat()
    if request.method != "GET" or request.session.get(ASKED_ON) == today or not open_demands():
        return None
    request.session[ASKED_ON] = today
    versions = list(versions_due(request.user)[:MOST_ASKED])
    return {"versions_due": versions} if versions else None


def line_of_votes(request: HttpRequest, page: dict[str, Any]) -> dict[str, Any] | None:
    """The quiet line of the day; None on nearly every page."""
    votes = votes_to_show(request)
    return {"votes": votes} if votes else None
