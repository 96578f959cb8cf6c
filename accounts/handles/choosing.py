"""Whether a handle can be had, and one for somebody who has not chosen yet."""

import re
import secrets

from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.handles.neutral import is_neutral
from accounts.handles.reserved import is_reserved_handle
from accounts.handles.skeleton import handle_skeleton
from accounts.models import FormerHandle, Member

FORM = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{1,29}")


def neutral_handle() -> str:
    """Says nothing about its owner: the one who joins by mail picks another when they like."""
    for digits in (4, 6, 9):
        handle = f"member-{10 ** (digits - 1) + secrets.randbelow(9 * 10 ** (digits - 1))}"
        if not is_taken(handle):
            break
    return handle


def free_handle(*wishes: str) -> str:
    """The first usable wish nobody has or is like, with a number where that helps; else a neutral one."""
    for wish in wishes:
        base = re.sub(r"[^A-Za-z0-9_-]", "", slugify(wish or ""))[:24].strip("-_")
        if not FORM.fullmatch(base) or is_reserved_handle(base):
            continue
        for handle in (base, *(f"{base}-{number}" for number in range(2, 10))):
            if not is_taken(handle):
                return handle
        return f"{base[:20]}-{secrets.token_hex(3)}"
    return neutral_handle()


def is_taken(handle: str, *, by_others_than: Member | None = None) -> bool:
    """Whether another has this handle, one that looks like it, or had it before."""
    mine = by_others_than.pk if by_others_than else None
    alike = Q(handle__iexact=handle) | Q(handle_skeleton=handle_skeleton(handle))
    former = Q(handle__iexact=handle) | Q(skeleton=handle_skeleton(handle))
    # Members first: a handle that is given up between the two is then found as a former one.
    return (
        Member.objects.filter(alike).exclude(pk=mine).exists()
        or FormerHandle.objects.filter(former).exclude(member=mine).exists()
    )


def problem_with(handle: str, member: Member) -> str:
    """What stands against this handle for this member, in words for them; nothing where it can be had."""
    if not FORM.fullmatch(handle):
        return _(
            "Use letters, digits, - and _, from 2 to 30 of them; begin with a letter or a digit."
        )
    if is_neutral(handle) and handle != member.handle:
        return _("Names like this one are given to newcomers. Choose one of your own.")
    if not member.is_staff and is_reserved_handle(handle):
        return _("This one looks as if it spoke for the community. Choose another.")
    if is_taken(handle, by_others_than=member):
        return _(
            "Somebody has this one, had it before, or has one that looks like it. Choose another."
        )
    return ""


def fill_skeletons(members: list[Member]) -> None:
    """Give new rows their skeleton before they are saved together; none where another already looks like that."""
    wanted = [handle_skeleton(each.handle) for each in members]
    taken = set(
        Member.objects.filter(handle_skeleton__in=wanted).values_list("handle_skeleton", flat=True)
    )
    for member, skeleton in zip(members, wanted, strict=True):
        member.handle_skeleton = "" if skeleton in taken else skeleton
        taken.add(skeleton)
