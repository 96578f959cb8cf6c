"""What is offered while one types, as far as the one who types may see it. Each asks a bounded set and is quick at any size."""

from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, Exists, Func, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Lower, Upper
from taggit.models import Tag, TaggedItem

from accounts.models import Audience, Member, Part, Viewer
from accounts.showing.profiles import may_see_part, picture_for
from core.prepared import Given, Prepared
from forums.models import Post, Topic

MOST = 8
# Of a word that stands in many titles only so many are looked at, the likeliest of those come first.
CANDIDATES = 300
LATEST_POSTS = 400
LATEST_TOPICS = 1_000
MAX_QUERY = 60


@dataclass(frozen=True, slots=True)
class Option:
    """`value` is what gets written, `label` what is shown, `hint` what stands beside it."""

    value: str
    label: str
    hint: str = ""
    picture: str = ""


def people(viewer: Member, query: str, topic: Topic | None) -> list[Option]:
    """Members whose handle or name begins like this: who speaks in the conversation first."""
    begins = query.lower()[:MAX_QUERY]
    found: list[Member] = []
    if topic is not None:
        latest = Post.objects.visible_to(viewer).filter(topic=topic).order_by("-number")
        authors = set(latest.values_list("author", flat=True)[:LATEST_POSTS])
        found = _open_to(viewer, _named(begins, is_wide=False).filter(pk__in=authors))
    if begins and len(found) < MOST:
        known = {person.pk for person in found}
        others = _named(begins).filter(is_placeholder=False).exclude(pk__in=known)
        found += _open_to(viewer, others)
    return [
        Option(person.handle, person.name, f"@{person.handle}", picture_for(viewer, person))
        for person in found[:MOST]
    ]


def _named(begins: str, *, is_wide: bool = True) -> QuerySet[Member]:
    members = Member.objects.active().annotate(low_handle=Lower("handle"), low_name=Lower("name"))
    if not begins:
        return members.order_by("low_handle")
    named = members.filter(Q(low_handle__startswith=begins) | Q(low_name__startswith=begins))
    if is_wide:  # two short reads of the indexes; as one condition they would read every member
        some = {*named.order_by().values_list("pk", flat=True)[:CANDIDATES]}
        some.update(members.filter(low_handle=begins).values_list("pk", flat=True))
        named = members.filter(pk__in=some)
    exact = Case(
        When(low_handle=begins, then=Value(True)), default=Value(False), output_field=BooleanField()
    )
    return named.order_by(exact.desc(), "low_handle")


def _open_to(viewer: Member, members: QuerySet[Member]) -> list[Member]:
    """Whose page the viewer may open, without themselves and whom they blocked."""
    members = members.exclude(pk__in=[viewer.pk, *viewer.blocked_ids])
    members = members.exclude(shown_to__contains={Part.PAGE.value: Audience.NOBODY.value})
    return [person for person in members[: MOST * 3] if may_see_part(viewer, person, Part.PAGE)]


def topics(viewer: Viewer, query: str) -> list[Option]:
    """Conversations by number, or by words of their title: those that begin so first, then the latest."""
    query = query.strip()[:MAX_QUERY]
    readable = Topic.objects.visible_to(viewer)
    if query.isdecimal():
        rows = readable.filter(pk=int(query)) if len(query) < 10 else readable.none()
    elif len(query) < 3:  # too short for the index: of the latest
        latest = readable.order_by("-bumped_at").values("pk")[:CANDIDATES]
        rows = (
            readable.filter(pk__in=latest, title__istartswith=query) if query else readable.none()
        )
    else:
        rows = readable.filter(pk__in=_titled(readable, query))
    begins = Case(
        When(title__istartswith=query, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    rows = rows.order_by(begins.desc(), "-bumped_at").select_related("space")
    return [Option(str(topic.pk), topic.title, topic.space.name) for topic in rows[:MOST]]


def _titled(readable: QuerySet[Topic], query: str) -> list[int]:
    """Conversations whose title holds this: of the latest, and only where those are too few of all. What stands in many
    titles is dear to find in the index, and soon found without; what is rare is the other way round.
    """
    latest = readable.order_by("-bumped_at", "-pk").values_list("pk", "title")[:LATEST_TOPICS]
    high = query.upper()
    found = [pk for pk, title in latest if high in title.upper()]
    if len(found) >= MOST:
        return found[:CANDIDATES]
    titled = readable.annotate(high=Upper("title")).filter(high__contains=high)
    return list(titled.order_by().values_list("pk", flat=True)[:CANDIDATES])


def tags(viewer: Viewer, query: str) -> list[Option]:
    """Tags that begin so, of conversations the viewer may see."""
    query = query.strip().lower()[:MAX_QUERY]
    if not query:
        return []
    return [Option(tag.name, tag.name) for tag in _tags.fetch(viewer, begins=query)]


def _tags_beginning(viewer: Any) -> Any:
    seen = TaggedItem.objects.filter(
        tag=OuterRef("pk"), content_type__app_label="forums", content_type__model="topic",
        object_id__in=Topic.objects.visible_to(viewer).values("pk"),
    )  # fmt: skip
    begins = Func(
        Lower("name"), Given("begins"), function="starts_with", output_field=BooleanField()
    )
    return Tag.objects.filter(begins, Exists(seen)).order_by("name").values_list("name")[:MOST]


_tags = Prepared(_tags_beginning)
