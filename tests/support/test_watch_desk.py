"""Open lists and cases are told that something changed, and nothing else; only who may see it is told."""

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser

from core.live import authorise
from support.actions import begin_case, set_priority, write_on_case
from support.models import Case


@pytest.fixture
def told(monkeypatch) -> list[tuple]:
    heard: list[tuple] = []
    monkeypatch.setattr(
        "support.subscribers.tell",
        lambda stream, what, **facts: heard.append((stream, what, facts)),
    )
    return heard


def test_every_change_is_told_without_words(
    told, agent, member, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        case = begin_case(case=Case(member=member, subject="SECRET", body="SECRET"))
    assert ("desk:1", "cases-changed", {"case": case.pk}) in told
    for act in (
        lambda: set_priority(by=agent, case=case, priority="high"),
        lambda: write_on_case(case=case, by=member, text="SECRET", key=uuid.uuid4()),
    ):
        told.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act()
        assert (f"case:{case.pk}", "case-changed", {}) in told
        assert "SECRET" not in str(told)


def test_who_may_watch(agent, member, outsider, manager):
    case = Case.objects.create(member=member, subject="Leak", body=".")
    nobody = AnonymousUser()
    assert authorise(agent, "desk:1")
    assert not any(authorise(each, "desk:1") for each in (member, manager, nobody))
    assert all(authorise(each, f"case:{case.pk}") for each in (agent, member))
    assert not any(authorise(each, f"case:{case.pk}") for each in (outsider, manager, nobody))


def test_the_list_and_the_case_watch(client, agent, member):
    case = begin_case(case=Case(member=member, subject="Leak", body="."))
    client.force_login(agent)
    assert 'data-live-stream="desk:1"' in client.get("/support/cases/").content.decode()
    watched = f'data-live-stream="case:{case.pk}"'
    assert watched in client.get(case.get_absolute_url()).content.decode()
    client.force_login(member)
    assert watched in client.get(case.get_absolute_url()).content.decode()
