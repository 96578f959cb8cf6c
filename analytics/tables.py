"""Tables that pages hand out as files; made by `exports/`."""

from analytics.exports import Kind, answer
from core.cells import safe

__all__ = ["Kind", "answer", "safe"]
