"""Members for the people of a dump. They sign in nowhere, have no address and are told nothing."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db.models.functions import Lower
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.handles.choosing import fill_skeletons
from accounts.models import Member
from core.html import TextRefused, plain_text
from integrations import scratch
from integrations.models import ImportedMember, ImportSource
from integrations.stackexchange.rows import DumpPost

COMMUNITY = "-1"  # whoever acts there without being a person


def write_authors(*, source: ImportSource, posts: Iterable[DumpPost]) -> tuple[dict[str, int], int]:
    """Return the member of each author's key, and how many of them were made now.

    Inside the transaction of the batch that needs them.
    """
    wanted: dict[str, DumpPost] = {}
    for post in posts:
        wanted.setdefault(post.author_key, post)
    held = dict(
        ImportedMember.objects.filter(source=source, old_key__in=wanted).values_list(
            "old_key", "member"
        )
    )
    missing = {key: post for key, post in wanted.items() if key not in held}
    if not missing:
        return held, 0
    made = _make(source, missing)
    ImportedMember.objects.bulk_create(
        ImportedMember(source=source, old_key=key, member=member) for key, member in made.items()
    )
    return held | {key: member.pk for key, member in made.items()}, len(made)


def _make(source: ImportSource, missing: dict[str, DumpPost]) -> dict[str, Member]:
    known = scratch.people([int(key) for key in missing if _is_number(key)])
    joined: dict[str, datetime] = {}
    made: dict[str, Member] = {}
    for key, post in missing.items():
        name, about, joined[key] = known.get(
            int(key) if _is_number(key) else 0, ("", "", post.created_at)
        )
        name = name or post.author_name or _name_of(key)
        made[key] = Member(
            name=name,
            handle=_handle(name, key),
            bio=_bio(about),
            trust=Member.Trust.BASIC,
            password=make_password(None),
            is_placeholder=True,
        )
    _part(source, made)
    fill_skeletons(list(made.values()))
    Member.objects.bulk_create(made.values())
    for key, member in made.items():
        member.joined_at = joined[key]  # the column fills itself on creation
    Member.objects.bulk_update(made.values(), ["joined_at"])
    return made


def _is_number(key: str) -> bool:
    return key.removeprefix("-").isdigit()


def _name_of(key: str) -> str:
    if key == COMMUNITY:
        return _("Community")
    return _("User %(number)s") % {"number": key} if key else _("Somebody who left")


def _handle(name: str, key: str) -> str:
    """The name with the old number, "jane-4": readable, the same each time, and no name that somebody wants."""
    ending = key.removeprefix("-") if _is_number(key) else _hash(key)
    base = slugify(name)[: 29 - len(ending)].strip("-_")
    if not base or base == f"user-{ending}":
        base = "user"
    return f"{base}-{ending}"


def _part(source: ImportSource, made: dict[str, Member]) -> None:
    """Where a handle is taken, here or by another of these, tell them apart by the source."""
    taken = set(
        Member.objects.annotate(lower=Lower("handle"))
        .filter(lower__in=[each.handle for each in made.values()])
        .values_list("lower", flat=True)
    )
    for key, member in made.items():
        if member.handle in taken:
            member.handle = f"{member.handle[:21]}-{_hash(f'{source.site} {key}')}"
        taken.add(member.handle)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _bio(about: str) -> str:
    try:
        return plain_text(about, limit=500)
    except TextRefused:
        return ""
