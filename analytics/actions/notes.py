from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from analytics.models import Note
from analytics.rules import may_note
from core.rules import demand


@transaction.atomic
def write_note(*, by: Member, day: date, words: str, space_id: int | None = None) -> Note:
    """Say what happened on a day, so that nobody wonders at the figures of that day."""
    demand(may_note(by))
    return Note.objects.create(set_by=by, day=day, words=words, space_id=space_id)


@transaction.atomic
def take_back_note(*, by: Member, note: Note) -> None:
    """It stands on no time line any more; that it stood there is kept."""
    demand(may_note(by))
    Note.objects.filter(pk=note.pk, taken_back_at=None).update(taken_back_at=timezone.now())
