from django.db import transaction

from events.models import Event
from events.registry import kind_of
from notifications.events import NoticeDue
from notifications.models import MailPreference, Notification, Subscription


@transaction.atomic
def forget_member(*, member_id: int) -> None:
    """Delete what a member who left was told, and what they followed. What others were told names them no more."""
    for model in (Notification, Subscription, MailPreference):
        model.objects.filter(member=member_id).delete()
    Subscription.objects.filter(person=member_id).delete()
    notices = Event.objects.filter(kind=kind_of(NoticeDue), facts__member_id=member_id)
    for event in notices.iterator(chunk_size=500):
        event.facts |= {"title": "", "text": ""}
        event.save(update_fields=["facts"])
