"""What governance adds to pages of other floors."""

from typing import Any

from django.http import HttpRequest

from governance.queries import open_votes_for, proposal_of_topic


def open_votes(request: HttpRequest, page: dict[str, Any]) -> dict[str, Any] | None:
    """The open votes of whoever asks; nothing for those who may not vote in any."""
    votes = open_votes_for(request.user)
    return {"open_votes": votes} if votes else None


def proposal_behind(request: HttpRequest, page: dict[str, Any]) -> dict[str, Any] | None:
    if page["topic"].about != "proposal":
        return None
    proposal = proposal_of_topic(request.user, page["topic"].pk)
    return {"proposal_discussed": proposal} if proposal else None
