"""A member takes their data with them: asked for, made by a job, said to be ready, swept after seven days."""

import logging
import tempfile
import uuid
from functools import partial

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Export, Member
from accounts.models.export import KEPT, MOST_ATTEMPTS
from accounts.privacy.copying import parts_of, write_copy
from accounts.rules import may_export
from core.broker import hand_over
from core.mail import send_mail_once
from core.rules import demand

log = logging.getLogger(__name__)
FOLDER = "exports"


@transaction.atomic
def request_export(*, member: Member) -> Export:
    """Ask for a copy; while one is being made, it is that one. Raises NotAllowed: at most one a day."""
    member = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    held = Export.objects.in_work().filter(member=member).first()
    if held:
        return held
    demand(may_export(member))
    export = Export.objects.create(member=member)
    transaction.on_commit(partial(hand_over, "accounts.make_export", str(export.pk)))
    return export


def make_export(*, export_id: uuid.UUID) -> bool:
    """Make one copy, unless somebody else is at it; False when it was not made.

    A worker that dies leaves it silent, and another begins anew; what it had written is in no row, and swept.
    """
    export = _claim(export_id)
    if export is None:
        return False
    try:
        with tempfile.TemporaryFile() as file:
            write_copy(export.member, file, beat=partial(_beat, export.pk))
            path = default_storage.save(f"{FOLDER}/{uuid.uuid4()}.zip", File(file))
            size = file.tell()
    except Exception:
        Export.objects.filter(pk=export.pk, attempts=export.attempts).update(
            state=Export.State.FAILED if export.attempts >= MOST_ATTEMPTS else Export.State.WAITING
        )
        log.exception("Copy %s was not made, try %s.", export.pk, export.attempts)
        return False
    return _finish(export, path, size)


def make_waiting_exports() -> int:
    """What was not handed over, failed once, or lost its worker; returns how many copies were made."""
    waiting = Export.objects.to_do(timezone.now()).order_by("requested_at")
    return sum(make_export(export_id=pk) for pk in waiting.values_list("pk", flat=True)[:20])


def sweep_exports() -> int:
    """Remove copies after their seven days, and files that no row names; returns how many rows."""
    with transaction.atomic():
        old = Export.objects.over(timezone.now()).exclude(stored_as="").select_for_update()
        paths = list(old.values_list("stored_as", flat=True))
        Export.objects.filter(stored_as__in=paths).update(stored_as="", bytes=0)
        transaction.on_commit(partial(delete_files, paths))
    _sweep_strays()
    return len(paths)


def delete_files(paths: list[str]) -> None:
    for path in paths:
        default_storage.delete(path)


@transaction.atomic
def _claim(export_id: uuid.UUID) -> Export | None:
    now = timezone.now()
    rows = Export.objects.to_do(now).filter(pk=export_id).select_related("member")
    export = rows.select_for_update(of=("self",), skip_locked=True).first()
    if export is None:
        return None
    if export.attempts >= MOST_ATTEMPTS:
        Export.objects.filter(pk=export.pk).update(state=Export.State.FAILED)
        return None
    export.state, export.beat_at, export.done = Export.State.RUNNING, now, 0
    export.attempts += 1
    export.total = parts_of(export.member)
    export.save(update_fields=["state", "beat_at", "attempts", "total", "done"])
    return export


def _beat(export_id: uuid.UUID, done: int) -> None:
    Export.objects.filter(pk=export_id).update(done=done, beat_at=timezone.now())


@transaction.atomic
def _finish(export: Export, path: str, size: int) -> bool:
    """Note where it lies and write to its owner; where they left meanwhile, it goes at once."""
    now = timezone.now()
    mine = Export.objects.filter(
        pk=export.pk, state=Export.State.RUNNING, attempts=export.attempts, member__is_active=True
    )
    changed = mine.update(
        state=Export.State.READY,
        stored_as=path,
        bytes=size,
        done=export.total,
        finished_at=now,
        expires_at=now + KEPT,
    )
    if not changed:
        transaction.on_commit(partial(delete_files, [path]))
        return False
    if export.member.email:
        send_mail_once(
            key=f"accounts:export:{export.pk}",
            to=export.member.email,
            subject=_("Your copy is ready"),
            text=_(
                "The copy of what we know about you is ready. It is here for seven days, for you alone:"
            )
            + f"\n{settings.SITE_URL}{reverse('accounts:privacy')}#export\n",
        )
    return True


def _sweep_strays() -> None:
    """Files whose row never came, or went with its member; a file in the making is younger than a day."""
    try:
        names = default_storage.listdir(FOLDER)[1]
    except FileNotFoundError:
        return
    known = set(Export.objects.exclude(stored_as="").values_list("stored_as", flat=True))
    for name in names:
        path = f"{FOLDER}/{name}"
        age = timezone.now() - default_storage.get_modified_time(path)
        if path not in known and age.days >= 1:
            default_storage.delete(path)
