"""Private boards: an alarm is one text for all who answer for a space, and not all of them may read these."""

from django.db.models import Q

from forums.models import Board


def closed_boards() -> frozenset[int]:
    """With what stands below them."""
    found = Board.objects.filter(Q(is_private=True) | Q(parent__is_private=True))
    return frozenset(found.values_list("pk", flat=True))
