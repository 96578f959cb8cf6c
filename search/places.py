"""What search adds to the pages of others."""

from typing import Any

from django.http import HttpRequest

from forums.models import Topic


def related(request: HttpRequest, page: dict[str, Any]) -> dict[str, Any] | None:
    """On a conversation: the place where those like it are fetched to."""
    topic = page.get("topic")
    return {"topic": topic.pk} if isinstance(topic, Topic) else None
