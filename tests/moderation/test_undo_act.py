import pytest
from django.urls import reverse

from core.rules import NotAllowed
from forums.actions import mark_solution, reply
from forums.models import Solution, State
from moderation.actions import (
    hide_post,
    hide_reported_post,
    keep_reported_post,
    report_post,
    undo_act,
)
from moderation.models import ModerationAct, Report
from tests.moderation.conftest import facts_of


@pytest.fixture
def hidden(post, member, manager) -> ModerationAct:
    report_post(reporter=member, post=post, reason="unkind")
    return hide_reported_post(by=manager, post=post, reason="Insults a member.")


def test_manager_undoes_a_hiding_from_the_log(client, manager, member, outsider, hidden, post):
    client.force_login(manager)
    address = reverse("moderation:undo", args=[hidden.pk])
    assert address in client.get(reverse("moderation:log")).content.decode()

    client.post(address)

    post.refresh_from_db()
    hidden.refresh_from_db()
    assert post.state == State.VISIBLE
    assert hidden.undone_by == manager
    told = [facts for facts in facts_of("notifications.NoticeDue") if "again" in facts["title"]]
    assert {facts["member_id"] for facts in told} == {member.pk, outsider.pk}
    log = client.get(reverse("moderation:log")).content.decode()
    assert "Undone" in log
    assert address not in log


def test_undoing_twice_changes_nothing_more(manager, hidden):
    undo_act(by=manager, act=hidden)
    undo_act(by=manager, act=hidden)

    assert len(facts_of("moderation.ActUndone")) == 1


def test_undone_post_can_be_hidden_again(manager, member, hidden, post):
    undo_act(by=manager, act=hidden)
    post.refresh_from_db()
    report_post(reporter=member, post=post, reason="spam")

    assert hide_reported_post(by=manager, post=post, reason="Still rude.").pk != hidden.pk


def test_solution_that_was_hidden_is_the_solution_again(manager, member, post, topic):
    mark_solution(by=member, post=post)
    act = hide_post(by=manager, post=post, reason="Rude.")
    topic.refresh_from_db()
    assert topic.solved_at is None

    undo_act(by=manager, act=act)

    topic.refresh_from_db()
    assert topic.solved_at is not None
    assert Solution.objects.in_force().get().post == post


def test_solution_marked_meanwhile_stays_beside_it(manager, member, newcomer, post, topic):
    mark_solution(by=member, post=post)
    act = hide_post(by=manager, post=post, reason="Rude.")
    better = reply(author=newcomer, topic=topic, source="Change the gasket.")
    mark_solution(by=member, post=better)

    undo_act(by=manager, act=act)

    held = Solution.objects.in_force().first_marked_first()
    assert [each.post for each in held] == [post, better]


def test_undoing_a_keeping_opens_its_reports_again(manager, member, newcomer, post):
    report_post(reporter=member, post=post, reason="unkind")
    report_post(reporter=newcomer, post=post, reason="unkind")
    act = keep_reported_post(by=manager, post=post, reason="Fine.")
    report_post(reporter=newcomer, post=post, reason="spam")

    undo_act(by=manager, act=act)

    assert Report.objects.open().filter(reporter=member).count() == 1
    assert Report.objects.open().filter(reporter=newcomer).count() == 1


@pytest.mark.parametrize("who", ["member", "outsider", "evangelist", "agent", "administrator"])
def test_only_managers_undo(client, request, who, hidden):
    person = request.getfixturevalue(who)
    client.force_login(person)

    assert client.post(reverse("moderation:undo", args=[hidden.pk])).status_code == 403
    with pytest.raises(NotAllowed):
        undo_act(by=person, act=hidden)
    hidden.refresh_from_db()
    assert hidden.undone_at is None
