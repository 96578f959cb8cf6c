"""A member marks a whole list as read, and may take it back."""

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts.models import Member
from forums.lists import newness
from forums.models import ReadingMark, ReadingPosition, Topic

NEVER_OPENED = Q(read_at=None, number_before=None)


@transaction.atomic
def mark_all_read(*, by: Member, topics: QuerySet[Topic], place: str = "") -> ReadingMark:
    """Mark what is unread or new to the member among these topics as read up to now.

    Where they stood is kept, so that one act undoes it.
    """
    mark = ReadingMark.objects.create(member=by, place=place[:140])
    seen = Topic.objects.visible_to(by).filter(pk__in=topics.order_by().values("pk"))
    mark.count = _mark_unread(by, seen, mark) + _mark_new(by, seen, mark)
    mark.save(update_fields=["count"])
    return mark


def _mark_unread(by: Member, topics: QuerySet[Topic], mark: ReadingMark) -> int:
    read = ReadingPosition.objects.filter(member=by, topic__in=topics)
    behind = list(read.filter(number__lt=F("topic__last_number")).select_related("topic"))
    for each in behind:
        each.number_before, each.number, each.mark = each.number, each.topic.last_number, mark
    ReadingPosition.objects.bulk_update(behind, ["number_before", "number", "mark"], batch_size=500)
    return len(behind)


def _mark_new(by: Member, topics: QuerySet[Topic], mark: ReadingMark) -> int:
    new = topics.filter(newness.is_new_to(by)).values_list("pk", "last_number")
    made = [
        ReadingPosition(member=by, topic_id=topic_id, number=number, mark=mark)
        for topic_id, number in new
    ]
    ReadingPosition.objects.bulk_create(made, ignore_conflicts=True, batch_size=500)
    return len(made)


@transaction.atomic
def undo_mark(*, by: Member, mark: ReadingMark) -> ReadingMark:
    """Everything stands where it stood, but for what was read since. Undone twice is undone once."""
    mark = ReadingMark.objects.select_for_update().get(pk=mark.pk, member=by)
    if mark.undone_at is None:
        marked = ReadingPosition.objects.filter(mark=mark)
        marked.filter(NEVER_OPENED).delete()
        marked.filter(number_before__isnull=False).update(
            number=F("number_before"), number_before=None, mark=None
        )
        mark.undone_at = timezone.now()
        mark.save(update_fields=["undone_at"])
    return mark
