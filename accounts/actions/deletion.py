"""A member leaves: asked for, waited for, done, and finished once every app has swept its floor."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from accounts.actions.consent import withdraw_consent
from accounts.actions.export import delete_files
from accounts.events import MemberDeleted, RoleWithdrawn
from accounts.models import Deletion, Member, Purpose
from accounts.models.deletion import REMINDED_BEFORE, WAIT
from accounts.privacy.deletion_mails import say_farewell, tell_of_request, tell_soon
from accounts.privacy.forgetting import erase_rows, forget_rest, kept, make_tombstone, traces_of
from accounts.rules import may_delete_oneself
from core.models import OutgoingMail
from core.rules import demand
from events.models import Delivery, Event
from events.publishing import publish


@transaction.atomic
def request_deletion(*, member: Member, takes_posts: bool) -> Deletion:
    """Ask to be deleted in 14 days; asking again changes what becomes of the posts, not the day.

    Raises NotAllowed for the last administrator.
    """
    member = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    demand(may_delete_oneself(member))
    now = timezone.now()
    deletion, is_new = Deletion.objects.waiting().get_or_create(
        member=member,
        defaults={"takes_posts": takes_posts, "requested_at": now, "due_at": now + WAIT},
    )
    if not is_new and deletion.takes_posts != takes_posts:
        deletion.takes_posts = takes_posts
        deletion.save(update_fields=["takes_posts"])
    Member.objects.filter(pk=member.pk).update(leaves_at=deletion.due_at)
    if is_new:
        tell_of_request(deletion)
    return deletion


@transaction.atomic
def cancel_deletion(*, deletion: Deletion) -> bool:
    """They stay; False when it was cancelled before, or is done."""
    Member.objects.select_for_update(no_key=True).get(pk=deletion.member_id)
    changed = Deletion.objects.waiting().filter(pk=deletion.pk).update(cancelled_at=timezone.now())
    if changed:
        Member.objects.filter(pk=deletion.member_id).update(leaves_at=None)
    return bool(changed)


@transaction.atomic
def remind_of_deletion(*, deletion_id: int) -> bool:
    """Write to them, two days before, once."""
    now = timezone.now()
    rows = Deletion.objects.waiting().filter(pk=deletion_id, reminded_at=None)
    if not rows.filter(due_at__lte=now + REMINDED_BEFORE).update(reminded_at=now):
        return False
    tell_soon(Deletion.objects.select_related("member").get(pk=deletion_id))
    return True


@transaction.atomic
def delete_member(*, deletion_id: int, now: datetime | None = None) -> bool:
    """Make the member's row a tombstone and tell all apps; False when it is not due, cancelled or done.

    Somebody who became the last administrator meanwhile waits another day, until another is named.
    """
    now = now or timezone.now()
    found = Deletion.objects.due(now).filter(pk=deletion_id).values_list("member", flat=True)
    member = Member.objects.select_for_update().filter(pk__in=found).first()
    deletion = Deletion.objects.due(now).filter(pk=deletion_id).select_for_update().first()
    if member is None or deletion is None:
        return False
    if not may_delete_oneself(member):
        deletion.due_at = member.leaves_at = now + timedelta(days=1)
        deletion.save(update_fields=["due_at"])
        member.save(update_fields=["leaves_at"])
        return False
    traces = traces_of(member)
    withdraw_consent(member=member, browser_id=None, purposes=list(Purpose.values))
    _end_roles(member)
    copies = member.exports.exclude(stored_as="").values_list("stored_as", flat=True)
    transaction.on_commit(partial(delete_files, list(copies)))
    erase_rows(member, traces)
    if member.email:
        say_farewell(deletion, member.email)
    make_tombstone(member)
    fact = MemberDeleted(
        member_id=member.pk, takes_posts=deletion.takes_posts, deletion_id=deletion.pk
    )
    deletion.event_id = publish(fact).pk
    deletion.done_at, deletion.traces = now, kept(traces)
    deletion.save(update_fields=["event_id", "done_at", "traces"])
    return True


@transaction.atomic
def finish_deletion(*, deletion_id: int) -> bool:
    """Let go of the last traces, once every app has swept and the farewell has left; False until then."""
    deletion = Deletion.objects.unfinished().select_for_update().filter(pk=deletion_id).first()
    if deletion is None or not _is_swept(deletion):
        return False
    farewell = OutgoingMail.objects.filter(key=f"accounts:farewell:{deletion.pk}")
    if farewell.unsent().exists():
        return False
    farewell.delete()
    forget_rest(deletion)
    deletion.traces, deletion.finished_at = {}, timezone.now()
    deletion.save(update_fields=["traces", "finished_at"])
    return True


def _is_swept(deletion: Deletion) -> bool:
    """Whether every subscriber has done its part; one that was given up keeps the traces for its replay."""
    if deletion.event_id is None:
        return False
    settled = Event.objects.filter(pk=deletion.event_id, settled_at__isnull=False).exists()
    unfinished = Delivery.objects.filter(event=deletion.event_id, finished_at=None)
    return settled and not unfinished.exists()


def _end_roles(member: Member) -> None:
    for role in member.role_grants.in_force().values_list("role", flat=True):
        publish(RoleWithdrawn(member_id=member.pk, role=role, by_id=None))
