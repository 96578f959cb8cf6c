"""Of every event it is said which pages it changes: by the subjects it names, or by name, all of them or none."""

import dataclasses
import inspect
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from core.pagecache import facts
from core.pagecache.versions import SITE
from events.registry import kind_of


def event_classes() -> list[type]:
    found = {}
    for app in apps.get_app_configs():
        folder = Path(app.path)
        if not folder.is_relative_to(settings.BASE_DIR) or ".venv" in folder.parts:
            continue
        for path in folder.rglob("events.py"):
            name = ".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts)
            for each in vars(import_module(name)).values():
                if (
                    inspect.isclass(each)
                    and dataclasses.is_dataclass(each)
                    and each.__module__ == name
                ):
                    found[kind_of(each)] = each
    return [each for _kind, each in sorted(found.items())]


def names_a_subject(event: type) -> bool:
    known = facts._subjects.keys() | facts._spares.keys()
    return any(facts._subject_of(field.name) in known for field in dataclasses.fields(event))


@pytest.mark.parametrize("event", event_classes(), ids=kind_of)
def test_of_every_event_it_is_said_what_it_changes(event: type):
    kind = kind_of(event)
    assert kind in facts._unseen or kind in facts._whole_site or names_a_subject(event), (
        "It would make every page of the site anew each time. Say what it changes in <app>/cached.py: "
        "facts.unseen(…) where no visitor's page shows it, facts.subject(…), or facts.whole_site(…)."
    )


def test_nothing_named_is_unknown():
    kinds = {kind_of(each) for each in event_classes()}
    assert facts._unseen | facts._whole_site <= kinds


def test_what_nobody_thought_of_changes_everything():
    assert facts.names_of("unheard.Of", {"number": 3}) == (SITE,)
    assert facts.names_of("unheard.Of", {}) == (SITE,)
    assert facts.names_of("unheard.Of", {"member_id": None}) == (SITE,)


@pytest.mark.django_db
def test_lists_and_prefixed_ids_are_subjects():
    names = facts.names_of("unheard.Of", {"from_topic_id": 1, "topic_ids": [2, 3]})
    assert {"topic:1", "topic:2", "topic:3", "latest"} <= set(names)
    assert set(facts.names_of("unheard.Of", {"heir_member_id": 5})) == {"member:5", "people"}
