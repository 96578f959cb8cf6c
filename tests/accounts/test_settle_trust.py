"""Trust rises by what a member did, falls only after a warning, and is set by hand with a reason."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.actions import change_trust_rules, set_trust, settle_trust
from accounts.actions.trust import GRACE
from accounts.models import Member, Role, TrustCaution, TrustChange
from accounts.standing import trust
from core.rules import NotAllowed
from events.models import Event
from forums.actions import mark_solution, open_topic, reply, thank
from forums.models import Post
from moderation.actions import hide_reported_post, report_post, undo_act
from tests.cast import make_member
from tests.world import deliver_all


def days_ago(number: int):
    return timezone.now() - timedelta(days=number)


def older(member: Member, days: int) -> None:
    Member.objects.filter(pk=member.pk).update(joined_at=days_ago(days))


def level_of(member: Member) -> int:
    return Member.objects.get(pk=member.pk).trust


def write(author, board, number: int) -> list[Post]:
    """Posts on as many days."""
    posts = []
    for index in range(number):
        topic = open_topic(
            author=author, board=board, kind="question", title=f"Why does it leak {index}?",
            source="It leaks.",
        )  # fmt: skip
        post = topic.posts.get()
        Post.objects.filter(pk=post.pk).update(created_at=days_ago(index))
        posts.append(post)
    return posts


def thanks_for(post, number: int) -> None:
    for _each in range(number):
        thank(by=make_member(f"fan{Member.objects.count()}"), post=post)


def hide(post, member, manager):
    report_post(reporter=member, post=post, reason="spam")
    return hide_reported_post(by=manager, post=post, reason="An advert.")


def test_a_newcomer_who_wrote_and_stayed_a_day_rises(newcomer, board):
    write(newcomer, board, 1)
    assert settle_trust() == 0
    assert level_of(newcomer) == 0

    older(newcomer, 2)
    assert settle_trust() == 1
    change = newcomer.trust_changes.get()
    assert (change.from_level, change.to_level, change.by_rules) == (0, 1, True)
    assert change.evidence["posts"] == 1
    assert settle_trust() == 0, "run again, nothing more happens"
    assert Event.objects.filter(kind="accounts.TrustChanged").count() == 1


def test_the_member_is_told_once(newcomer, board):
    write(newcomer, board, 1)
    older(newcomer, 2)
    settle_trust()
    deliver_all()
    told = newcomer.notifications.get(kind="trust_changed")
    assert "level 1" in told.title
    assert told.url == "/me/trust/"


def test_a_level_can_be_jumped_when_all_below_it_is_done_too(member, board):
    Member.objects.filter(pk=member.pk).update(trust=0)
    older(member, 20)
    posts = write(member, board, 10)
    settle_trust()
    assert level_of(member) == 1, "nobody thanked"
    thanks_for(posts[0], 2)
    settle_trust()
    assert level_of(member) == 2


def test_one_friend_who_thanks_for_everything_counts_once(member, outsider, board):
    for post in write(member, board, 4):
        thank(by=outsider, post=post)
    assert trust.counts_of([member.pk])[member.pk]["thanked_by"] == 1


def test_solving_ones_own_question_counts_for_nothing(member, outsider, board):
    own, others = write(member, board, 1)[0].topic, write(outsider, board, 1)[0].topic
    mark_solution(by=member, post=reply(author=member, topic=own, source="Found it."))
    assert trust.counts_of([member.pk])[member.pk]["solutions"] == 0
    mark_solution(by=outsider, post=reply(author=member, topic=others, source="Clean it."))
    assert trust.counts_of([member.pk])[member.pk]["solutions"] == 1


def test_what_is_hidden_does_not_count(member, outsider, manager, board):
    post = write(member, board, 2)[0]
    assert trust.counts_of([member.pk])[member.pk]["posts"] == 2
    act = hide(post, outsider, manager)
    counts = trust.counts_of([member.pk])[member.pk]
    assert (counts["posts"], counts["reports_upheld"]) == (1, 1)
    undo_act(by=manager, act=act)
    counts = trust.counts_of([member.pk])[member.pk]
    assert (counts["posts"], counts["reports_upheld"]) == (2, 0)


def test_a_level_falls_after_a_warning_and_two_weeks(member, outsider, manager, board):
    Member.objects.filter(pk=member.pk).update(trust=2)
    for post in write(member, board, 2):
        hide(post, outsider, manager)

    assert settle_trust() == 0
    assert settle_trust() == 0
    caution = TrustCaution.objects.get()
    assert level_of(member) == 2, "not by surprise"
    deliver_all()
    assert member.notifications.filter(kind="trust_at_risk").count() == 1

    TrustCaution.objects.update(falls_at=timezone.now() - timedelta(hours=1))
    assert settle_trust() == 1
    assert level_of(member) == 1
    assert caution.falls_at - caution.since >= GRACE - timedelta(minutes=1)
    assert not TrustCaution.objects.in_force().exists()
    assert settle_trust() == 0, "never below the first"


def test_a_warning_ends_when_the_decision_is_taken_back(member, outsider, manager, board):
    Member.objects.filter(pk=member.pk).update(trust=2)
    acts = [hide(post, outsider, manager) for post in write(member, board, 2)]
    settle_trust()
    undo_act(by=manager, act=acts[0])
    settle_trust()
    assert not TrustCaution.objects.in_force().exists()
    assert level_of(member) == 2


def test_being_away_or_stricter_rules_take_nothing(member, administrator):
    Member.objects.filter(pk=member.pk).update(trust=3)
    change_trust_rules(by=administrator, asked={3: {"posts": 5_000}})
    assert settle_trust() == 0
    assert level_of(member) == 3
    assert not TrustCaution.objects.exists()


def test_a_suspended_regular_is_warned(member):
    Member.objects.filter(pk=member.pk).update(
        trust=3, suspended_until=timezone.now() + timedelta(days=30)
    )
    settle_trust()
    assert TrustCaution.objects.get().evidence["suspended"] == 1


def test_the_fourth_level_is_given_by_hand_and_stays(member, manager, board):
    with pytest.raises(NotAllowed):
        set_trust(by=member, member=manager, level=4, reason="Nice")
    change = set_trust(by=manager, member=member, level=4, reason="I would leave them the keys.")
    assert (change.by, change.to_level) == (manager, 4)
    settle_trust()
    assert level_of(member) == 4


def test_a_kept_level_is_left_alone_until_it_is_handed_back(newcomer, manager, board):
    write(newcomer, board, 1)
    older(newcomer, 3)
    set_trust(by=manager, member=newcomer, level=0, reason="An advertiser, we think.")
    assert settle_trust() == 0
    assert level_of(newcomer) == 0
    set_trust(by=manager, member=newcomer, level=0, reason="We were wrong.", is_kept=False)
    assert settle_trust() == 1
    assert level_of(newcomer) == 1


def test_nobody_sets_their_own_level(manager, administrator):
    for person in (manager, administrator):
        with pytest.raises(NotAllowed, match="Somebody else"):
            set_trust(by=person, member=person, level=4, reason="I am good.")


def test_thousands_take_a_fixed_number_of_queries(board, django_assert_max_num_queries):
    def run() -> int:
        with django_assert_max_num_queries(100) as counted:
            assert settle_trust() == 0
        return len(counted)

    Member.objects.bulk_create(Member(handle=f"a{n}", name="A") for n in range(50))
    few = run()
    Member.objects.bulk_create(Member(handle=f"b{n}", name="B") for n in range(1_000))
    assert run() == few


@pytest.mark.django_db(transaction=True)
def test_two_jobs_at_once_raise_once(board):
    for index in range(6):
        person = make_member(f"new{index}", trust=0)
        write(person, board, 1)
        older(person, 2)
    barrier, raised = threading.Barrier(2), []

    def run() -> None:
        try:
            barrier.wait(5)
            raised.append(settle_trust())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sum(raised) == 6
    assert TrustChange.objects.count() == 6
    assert Event.objects.filter(kind="accounts.TrustChanged").count() == 6


def test_imported_authors_are_not_raised(board):
    person = make_member("imported", trust=0, is_placeholder=True)
    write(person, board, 1)
    older(person, 400)
    assert settle_trust() == 0


def test_administrators_change_the_rules_on_a_page(client, administrator, newcomer, board):
    write(newcomer, board, 1)
    older(newcomer, 3)
    client.force_login(administrator)
    page = client.get("/studio/trust/")
    data = {
        name: field.initial for name, field in page.context["form"].fields.items()
    }  # as it stands
    assert client.post("/studio/trust/", data | {"posts-1": -1}).status_code == 422
    assert client.post("/studio/trust/", data | {"posts-1": 2}).status_code == 302
    assert trust.rules()[1]["posts"] == 2
    assert settle_trust() == 0
    assert level_of(newcomer) == 0
    assert Event.objects.filter(kind="accounts.TrustRulesChanged").count() == 1


def test_a_member_reads_where_they_stand(client, member, board):
    write(member, board, 3)
    client.force_login(member)
    page = client.get("/me/trust/").content.decode()
    assert "You are at level 1" in page
    assert "3 of 10" in page
    assert '<progress value="3" max="10"' in page
    assert "count double" in page, "what the next level opens"


def test_a_member_reads_why_their_level_changed(client, member, manager):
    set_trust(by=manager, member=member, level=3, reason="Answers before we wake up.")
    client.force_login(member)
    page = client.get("/me/trust/").content.decode()
    assert "Answers before we wake up." in page
    assert "stays as it is" in page


def test_anybody_reads_how_levels_work(client, brand):
    page = client.get("/trust/").content.decode()
    assert "Posts others can read: at least 40" in page
    assert "You may edit wiki posts" in page


def test_a_level_is_set_on_a_page(client, manager, member):
    client.force_login(manager)
    address = f"/m/{member.handle}/trust/"
    assert client.post(address, {"level": 3, "reason": ""}).status_code == 422
    assert (
        client.post(address, {"level": 3, "reason": "Helps all.", "is_kept": "on"}).status_code
        == 302
    )
    assert level_of(member) == 3
    assert "Helps all." in client.get(address).content.decode()
    client.force_login(make_member("second", role=Role.AGENT))
    assert client.get(address).status_code == 403


def test_what_is_open_names_each_right_once(client, member):
    Member.objects.filter(pk=member.pk).update(trust=3)
    client.force_login(Member.objects.get(pk=member.pk))
    page = client.get("/me/trust/").content.decode()
    assert "Any number of links" in page
    assert "Up to 2 links" not in page
    assert "count three times" in page
    assert "count double" not in page
