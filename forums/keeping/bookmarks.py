"""Posts that members keep for later: kept, taken back, kept again, and reminded of once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from core.rules import NotAllowed
from events.publishing import publish
from forums.events import BookmarkDue
from forums.models import Bookmark, Post

KEPT_AFTER_REMOVAL = timedelta(days=1)
AT_ONCE = 500


@transaction.atomic
def keep_post(
    *, by: Member, post: Post, remind_at: datetime | None = None, note: str = ""
) -> Bookmark:
    """Keep a post the member may read; kept already, its reminder and note are set anew.

    Raises NotAllowed for a post that is not theirs to read, and for a moment that is over.
    """
    if not Post.objects.readable_by(by).filter(pk=post.pk).exists():
        raise NotAllowed(_("This post is not there for you any more."))
    if remind_at and remind_at <= timezone.now():
        raise NotAllowed(_("This moment is over. Choose a later one."))
    wish = {"remind_at": remind_at, "note": note.strip(), "reminded_at": None, "removed_at": None}
    bookmark, _is_new = Bookmark.objects.update_or_create(member=by, post=post, defaults=wish)
    return bookmark


@transaction.atomic
def let_go_of_post(*, by: Member, post_id: int) -> bool:
    """Take a bookmark back, also of a post one may not read any more; False where there is none."""
    kept = Bookmark.objects.kept_by(by).filter(post=post_id)
    return bool(kept.update(removed_at=timezone.now()))


@transaction.atomic
def keep_again(*, by: Member, post_id: int) -> bool:
    """Undo `let_go_of_post`: with its note, its reminder and its place in the list."""
    gone = Bookmark.objects.filter(member=by, post=post_id, removed_at__isnull=False)
    return bool(gone.update(removed_at=None))


@transaction.atomic
def remind_of_due() -> int:
    """Publish what is due, and let go of what was taken back a day ago; returns how many are reminded now."""
    Bookmark.objects.filter(removed_at__lte=timezone.now() - KEPT_AFTER_REMOVAL).delete()
    due = Bookmark.objects.due().select_for_update(skip_locked=True, of=("self",)).order_by("pk")
    found = list(due[:AT_ONCE])
    Bookmark.objects.filter(pk__in=[each.pk for each in found]).update(reminded_at=timezone.now())
    for each in found:
        publish(BookmarkDue(bookmark_id=each.pk))
    return len(found)
