from accounts.models import Viewer
from core.text import TextRefused, cook
from forums.rules import may_say


def cook_within_rights(viewer: Viewer, source: str, *, before: str = "") -> str:
    """The text cooked; raises TextRefused, which forms show beside it, where it exceeds its writer's rights."""
    html = cook(source, titles=True)
    verdict = may_say(viewer, html, before=before)
    if not verdict:
        raise TextRefused(verdict.reason)
    return html
