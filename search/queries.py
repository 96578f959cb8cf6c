"""What is offered while one types, as far as the one who types may see it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import BooleanField, F, Func, IntegerField, Q
from django.db.models.functions import Lower
from django.db.models.lookups import GreaterThan
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Member, Viewer
from core.prepared import Given, Prepared
from forums.completing import queries as completing
from search import engine
from search.engine.words import plain
from spaces.models import Space

SHORTEST = 2
MOST_TITLES, MOST_OTHERS = 6, 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    label: str
    url: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    suggestions: list[Suggestion]


def suggestions(viewer: Viewer, text: str) -> list[Group]:
    """Four queries at most, each over a bounded set; groups with nothing in them are left out."""
    text = plain(text)
    if len(text) < SHORTEST:
        return []
    found = [
        Group(_("Conversations and articles"), _titles(viewer, text)),
        Group(_("Tags"), _tags(viewer, text)),
        Group(_("People"), _people(viewer, text)),
        Group(_("Spaces"), _spaces(viewer, text)),
    ]
    return [group for group in found if group.suggestions]


def _titles(viewer: Viewer, text: str) -> list[Suggestion]:
    return [
        Suggestion(each.title, each.url, each.space_name or "")
        for each in engine.titles(text, viewer=viewer, limit=MOST_TITLES)
    ]


def _tags(viewer: Viewer, text: str) -> list[Suggestion]:
    found = completing.tags(viewer, text.removeprefix("#"))[:MOST_OTHERS]
    return [Suggestion(tag.value, _search(f'tag:"{tag.value}"')) for tag in found]


def _people(viewer: Viewer, text: str) -> list[Suggestion]:
    """For members: visitors are not helped to look for people."""
    if not isinstance(viewer, Member) or len(text) < SHORTEST:
        return []
    found = completing.people(viewer, text.removeprefix("@"), None)[:MOST_OTHERS]
    return [
        Suggestion(person.label, reverse("accounts:profile", args=[person.value]), person.hint)
        for person in found
    ]


def _spaces(viewer: Viewer, text: str) -> list[Suggestion]:
    found = _named_spaces.fetch(viewer, begins=text.lower(), inside=f" {text.lower()}")
    return [
        Suggestion(space.name, reverse("forums:space", args=[space.slug]), space.tagline)
        for space in found
    ]


def _spaces_named(viewer: Any) -> Any:
    """Whose name or address begins so, or a word of it."""
    low, given = Lower("name"), Given("begins")
    named = (
        Q(Func(low, given, function="starts_with", output_field=BooleanField()))
        | Q(Func(F("slug"), given, function="starts_with", output_field=BooleanField()))
        | Q(GreaterThan(Func(low, Given("inside"), function="strpos", output_field=IntegerField()), 0))
    )  # fmt: skip
    found = Space.objects.visible_to(viewer).filter(named).order_by("position", "name")
    return found.values_list("name", "slug", "tagline")[:MOST_OTHERS]


_named_spaces = Prepared(_spaces_named)


def _search(query: str) -> str:
    return f"{reverse('search:find')}?{urlencode({'q': query})}"
