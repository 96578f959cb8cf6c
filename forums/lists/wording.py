"""Words of rows that hang on a value."""

from forums.models import Topic

_IDEA_STATUS = {str(each.value): each.label for each in Topic.IdeaStatus}


def idea_status(value: str) -> str:
    return str(_IDEA_STATUS.get(value, value))
