import re

NEUTRAL = re.compile(r"member-\d{4,9}")


def is_neutral(handle: str) -> bool:
    """Whether it was given by us to somebody who came without a name."""
    return NEUTRAL.fullmatch(handle) is not None
