"""Reports weigh by the trust of who reports: they order the queue, and enough of them hold a post back."""

import pytest
from django.urls import reverse

from accounts.models import Role
from core.rules import NotAllowed
from forums.actions import reply
from forums.models import State
from moderation.actions import (
    hide_reported_post,
    keep_reported_post,
    report_post,
    undo_act,
)
from moderation.models import ModerationAct, Report
from moderation.queries import matters
from spaces.actions import grant_space_role
from tests.cast import make_member
from tests.moderation.conftest import facts_of


def report(post, *levels: int) -> None:
    for level in levels:
        reporter = make_member(f"reporter{Report.objects.count()}", trust=level)
        report_post(reporter=reporter, post=post, reason="unkind")


def state_of(post) -> str:
    post.refresh_from_db()
    return post.state


@pytest.mark.parametrize(("level", "weight"), [(0, 1), (1, 1), (2, 2), (3, 3), (4, 4)])
def test_a_report_weighs_by_trust(post, level, weight):
    report(post, level)
    assert Report.objects.get().weight == weight


def test_the_queue_begins_with_what_weighs_most(post, topic, outsider, manager, client):
    graver = reply(author=outsider, topic=topic, source="Fools, all of you.")
    report(post, 1, 1)
    report(graver, 3)
    assert [(each.post, each.weight) for each in matters(manager)] == [(graver, 3), (post, 2)]
    client.force_login(manager)
    page = client.get(reverse("moderation:queue")).content.decode()
    assert page.index("Fools, all of you.") < page.index("Throw it away")


def test_a_post_is_held_back_with_a_record_and_its_author_is_told(post, outsider, client, visitor):
    report(post, 2, 3)
    assert state_of(post) == State.VISIBLE
    report(post, 1)
    assert state_of(post) == State.HIDDEN
    act = ModerationAct.objects.get()
    assert (act.kind, act.actor) == ("hold", None)
    told = facts_of("notifications.NoticeDue")
    assert [(each["member_id"], each["kind"]) for each in told] == [(outsider.pk, "post_held")]
    assert Report.objects.open().count() == 3, "a manager still decides"
    client.force_login(outsider)
    assert "held back" in client.get(act.get_absolute_url()).content.decode()
    log = client.get(reverse("moderation:log")).content.decode()
    assert "held a post back" in log


def test_newcomers_alone_hold_nothing(post):
    report(post, 0, 0, 1, 1, 1, 0, 1, 1)
    assert state_of(post) == State.VISIBLE


def test_a_manager_keeps_what_was_held(post, manager, outsider):
    report(post, 3, 3)
    keep_reported_post(by=manager, post=post, reason="Rough, but true.")
    assert state_of(post) == State.VISIBLE
    held = ModerationAct.objects.get(kind="hold")
    assert held.undone_by == manager
    told = [
        each["kind"]
        for each in facts_of("notifications.NoticeDue")
        if each["member_id"] == outsider.pk
    ]
    assert told == ["post_held", "post_shown_again"]

    report(post, 4, 4)
    assert state_of(post) == State.VISIBLE, "what a manager kept is not held again"


def test_a_manager_hides_what_was_held_and_takes_it_back(post, manager, outsider):
    report(post, 3, 3)
    act = hide_reported_post(by=manager, post=post, reason="An insult.")
    told = [
        each["kind"]
        for each in facts_of("notifications.NoticeDue")
        if each["member_id"] == outsider.pk
    ]
    assert told == ["post_held", "post_hidden"]
    undo_act(by=manager, act=act)
    assert state_of(post) == State.VISIBLE
    report(post, 4, 4)
    assert state_of(post) == State.VISIBLE, "looked at already"


def test_holding_is_decided_in_the_queue_alone(post, manager):
    report(post, 3, 3)
    with pytest.raises(NotAllowed, match="queue"):
        undo_act(by=manager, act=ModerationAct.objects.get())


@pytest.mark.parametrize("where", ["everywhere", "space"])
def test_what_the_company_says_is_not_held_back(topic, space, administrator, where):
    author = make_member("speaker", role=Role.AGENT if where == "everywhere" else None)
    if where == "space":
        grant_space_role(by=administrator, member=author, space=space, role=Role.EVANGELIST)
    answer = reply(author=author, topic=topic, source="That model is out of production.")
    report(answer, 3, 4)
    assert state_of(answer) == State.VISIBLE
    assert Report.objects.open().count() == 2


def test_whoever_holds_a_post_back_lands_on_what_is_left(client, post, topic):
    report(post, 3)
    last = make_member("last", trust=3)
    client.force_login(last)
    response = client.post(
        reverse("moderation:report", args=[post.pk]), {"reason": "unkind"}, follow=True
    )
    assert response.status_code == 200
    assert response.redirect_chain[-1][0] == topic.get_absolute_url()
