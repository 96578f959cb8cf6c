import pytest
from django.urls import reverse

from accounts.models import Role
from core.rules import NotAllowed
from forums.actions import delete_post, open_topic, reply, unhide_post
from forums.actions import hide_post as forums_hide_post
from forums.models import State
from moderation.actions import (
    AlreadyDecided,
    hide_post,
    hide_reported_post,
    keep_reported_post,
    report_post,
)
from moderation.models import ModerationAct, Report
from spaces.models import SpaceRole
from tests.cast import make_member
from tests.moderation.conftest import facts_of


@pytest.fixture
def reported(post, member, newcomer):
    report_post(reporter=member, post=post, reason="unkind", note="He calls me a fool.")
    report_post(reporter=newcomer, post=post, reason="spam")
    return post


def notices() -> dict[int, dict]:
    return {facts["member_id"]: facts for facts in facts_of("notifications.NoticeDue")}


def test_manager_hides_a_reported_post_with_a_reason(
    client, manager, member, newcomer, outsider, reported
):
    client.force_login(manager)
    page = client.get(reverse("moderation:queue")).content.decode()
    assert "He calls me a fool." in page

    response = client.post(
        reverse("moderation:hide_reported", args=[reported.pk]),
        {"reason": "Insults a member."},
        follow=True,
    )

    reported.refresh_from_db()
    assert reported.state == State.HIDDEN
    assert "Nothing is reported" in response.content.decode()
    act = ModerationAct.objects.get()
    assert (act.kind, act.actor, act.reason) == ("hide", manager, "Insults a member.")
    assert set(Report.objects.values_list("decision", "act", "decided_by")) == {
        ("hidden", act.pk, manager.pk)
    }
    assert {each["decision"] for each in facts_of("moderation.ReportDecided")} == {"hidden"}
    told = notices()
    assert set(told) == {member.pk, newcomer.pk, outsider.pk}
    assert all("Insults a member." in each["text"] for each in told.values())
    assert told[outsider.pk]["title"] == "A post of yours was hidden"
    assert all(each["url"] == act.get_absolute_url() for each in told.values())
    assert not any("CANARY" in str(each) or "fool" in str(each) for each in told.values())


def test_keeping_tells_the_reporters_and_not_the_author(
    manager, member, newcomer, outsider, reported
):
    keep_reported_post(by=manager, post=reported, reason="Rough, but about the machine.")

    reported.refresh_from_db()
    assert reported.state == State.VISIBLE
    assert set(Report.objects.values_list("decision", flat=True)) == {"kept"}
    assert set(notices()) == {member.pk, newcomer.pk}


def test_a_decision_needs_a_reason(client, manager, reported):
    client.force_login(manager)
    for name in ("hide_reported", "keep_reported"):
        response = client.post(
            reverse(f"moderation:{name}", args=[reported.pk]), {"reason": "  "}, follow=True
        )
        assert "Write a reason" in response.content.decode()

    assert Report.objects.open().count() == 2
    assert not ModerationAct.objects.exists()


def test_second_manager_finds_it_decided(client, manager, reported):
    other = make_member("other-manager", role=Role.MANAGER)
    hide_reported_post(by=manager, post=reported, reason="Insults a member.")

    client.force_login(other)
    response = client.post(
        reverse("moderation:keep_reported", args=[reported.pk]), {"reason": "Fine."}, follow=True
    )

    assert "Manager was quicker" in response.content.decode()
    assert ModerationAct.objects.count() == 1
    with pytest.raises(AlreadyDecided):
        hide_reported_post(by=other, post=reported, reason="Rude.")
    with pytest.raises(AlreadyDecided):
        hide_post(by=other, post=reported, reason="Rude.")


def test_manager_of_one_space_decides_there_only(
    client, member, space, reported, private_post, insider
):
    keeper = make_member("keeper")
    SpaceRole.objects.create(space=space, member=keeper, role=Role.MANAGER)
    report_post(reporter=private_post.topic.author, post=private_post, reason="spam")

    client.force_login(keeper)
    page = client.get(reverse("moderation:queue")).content.decode()
    assert "He calls me a fool." in page
    assert "Secret plans" not in page
    refused = client.post(
        reverse("moderation:hide_reported", args=[private_post.pk]), {"reason": "No."}
    )
    assert refused.status_code == 404
    with pytest.raises(NotAllowed):
        hide_reported_post(by=keeper, post=private_post, reason="No.")
    assert hide_reported_post(by=keeper, post=reported, reason="Insults.").kind == "hide"


def test_manager_does_not_decide_about_their_own_post(client, manager, member, topic):
    own = reply(author=manager, topic=topic, source="Read the manual.")
    report_post(reporter=member, post=own, reason="unkind")

    client.force_login(manager)
    assert "Somebody else decides" in client.get(reverse("moderation:queue")).content.decode()
    for name in ("hide_reported", "keep_reported", "hiding"):
        answer = client.post(reverse(f"moderation:{name}", args=[own.pk]), {"reason": "Fine."})
        assert answer.status_code == 403, name
    assert Report.objects.open().count() == 1


@pytest.mark.parametrize(
    "who", ["member", "evangelist", "agent", "executive", "administrator", "outsider"]
)
def test_only_managers_work_the_queue(client, request, who, reported):
    client.force_login(request.getfixturevalue(who))

    for name in ("queue", "questions"):
        assert client.get(reverse(f"moderation:{name}")).status_code == 403
    for name in ("hide_reported", "keep_reported", "hiding"):
        answer = client.post(reverse(f"moderation:{name}", args=[reported.pk]), {"reason": "No."})
        assert answer.status_code == 403, name
    assert "Moderation</a>" not in client.get("/moderation/log/").content.decode()
    assert Report.objects.open().count() == 2


def test_manager_hides_an_unreported_post_from_its_menu(client, manager, outsider, post):
    client.force_login(manager)
    address = reverse("moderation:hiding", args=[post.pk])
    assert address in client.get(reverse("forums:post_menu", args=[post.pk])).content.decode()
    assert client.get(address).status_code == 200

    client.post(address, {"reason": "Insults a member."})

    post.refresh_from_db()
    assert post.state == State.HIDDEN
    assert set(notices()) == {outsider.pk}
    act = ModerationAct.objects.get()
    assert client.get(address).url == act.get_absolute_url()


def test_post_hidden_elsewhere_can_still_have_its_reports_closed(manager, reported):
    forums_hide_post(by=manager, post=reported, reason="By another door.")

    act = hide_reported_post(by=manager, post=reported, reason="Insults a member.")

    assert act.kind == "hide"
    assert not Report.objects.open().exists()


def test_post_shown_again_elsewhere_can_be_hidden_again(manager, member, reported):
    first = hide_reported_post(by=manager, post=reported, reason="Insults a member.")
    unhide_post(by=manager, post=reported)
    report_post(reporter=member, post=reported, reason="unkind")

    assert hide_reported_post(by=manager, post=reported, reason="Still.") != first
    first.refresh_from_db()
    assert first.is_undone


def test_reporting_without_end_is_slowed_down(client, member, outsider, topic):
    client.force_login(member)
    posts = [reply(author=outsider, topic=topic, source=f"Words {number}") for number in range(32)]
    statuses = [
        client.post(reverse("moderation:report", args=[post.pk]), {"reason": "spam"}).status_code
        for post in posts
    ]

    assert statuses == [302] * 30 + [429] * 2


def test_title_of_a_deleted_conversation_is_not_shown_to_managers(client, manager, member, board):
    topic = open_topic(
        author=member, board=board, kind="question", title="My secret address", source="Here."
    )
    post = topic.posts.get()
    report_post(reporter=manager, post=post, reason="unkind")
    delete_post(by=member, post=post)

    client.force_login(manager)
    for address in (f"/posts/{post.pk}/hiding/", "/moderation/"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "My secret address" not in answer.content.decode()
