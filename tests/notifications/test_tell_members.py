"""Who hears of what: each thing once a person, and only what they may see."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from core.rules import NotAllowed
from events.actions import deliver
from events.models import Delivery, Event
from events.publishing import publish
from forums.actions import edit_post, hide_post, mark_solution, reply, thank
from notifications.actions import follow, unfollow
from notifications.events import NoticeDue
from notifications.models import Kind, Notification, Subscription
from spaces.models import Membership
from tests.cast import make_member

pytestmark = pytest.mark.django_db


def kinds(member) -> list[str]:
    rows = Notification.objects.filter(member=member).order_by("pk")
    return list(rows.values_list("kind", flat=True))


def test_asker_hears_of_an_answer_and_the_answerer_does_not(
    member, outsider, board, ask, answer, told
):
    topic = ask(member, board)
    post = answer(outsider, topic)
    row = Notification.objects.get()
    assert (row.member, row.kind, row.actor, row.topic, row.post) == (
        member, Kind.REPLY, outsider, topic, post,
    )  # fmt: skip
    assert row.url == f"/p/{post.pk}/"
    assert (f"member:{member.pk}", "notified", {"unread": 1}) in told
    assert not any(stream == f"member:{outsider.pk}" for stream, _, _ in told)


def test_row_keeps_no_words_of_posts(member, outsider, board, ask, answer):
    answer(outsider, ask(member, board, "A title"), "Words of the answer")
    row = Notification.objects.get()
    assert (row.title, row.text) == ("", "")


def test_replying_follows_and_unfollowing_lasts(member, outsider, newcomer, board, ask, answer):
    topic = ask(member, board)
    answer(outsider, topic)
    answer(newcomer, topic)
    assert kinds(outsider) == [Kind.REPLY]
    unfollow(member=outsider, target=topic)
    answer(newcomer, topic)
    answer(outsider, topic)
    answer(newcomer, topic)
    assert kinds(outsider) == [Kind.REPLY]
    follow(member=outsider, target=topic)
    answer(newcomer, topic)
    assert kinds(outsider) == [Kind.REPLY, Kind.REPLY]
    assert Subscription.objects.filter(member=outsider).count() == 1


def test_delivery_twice_tells_once(member, outsider, board, ask, answer):
    answer(outsider, ask(member, board))
    Delivery.objects.all().update(finished_at=None)
    Event.objects.all().update(settled_at=None)
    for event in Event.objects.all():
        deliver(event_id=event.pk)
    assert kinds(member) == [Kind.REPLY]


def test_mention_tells_once_even_a_follower(member, outsider, newcomer, board, ask, answer):
    topic = ask(member, board)
    answer(outsider, topic, "Thanks @member, and @Newcomer, and @nobody, and @outsider.")
    assert kinds(member) == [Kind.MENTION]
    assert kinds(newcomer) == [Kind.MENTION]
    assert kinds(outsider) == []


def test_mention_in_code_calls_nobody(member, outsider, board, ask):
    ask(outsider, board, source="`@member`")
    assert kinds(member) == []


def test_mention_added_by_an_edit_tells_once(member, outsider, board, ask, delivered):
    post = ask(outsider, board).posts.get()
    for source in ("Hello @member", "Hello again @member"):
        edit_post(by=outsider, post=post, source=source)
        delivered()
    assert kinds(member) == [Kind.MENTION]


def test_a_crowd_of_mentions_is_bounded(member, board, ask):
    for number in range(30):
        make_member(f"person{number:02}")
    ask(member, board, source=" ".join(f"@person{number:02}" for number in range(30)))
    assert Notification.objects.count() == 20


def test_followers_of_board_and_space_hear_of_new_topics_once(
    member, outsider, newcomer, board, space, ask
):
    follow(member=outsider, target=board)
    follow(member=outsider, target=space)
    follow(member=newcomer, target=space)
    ask(member, board)
    assert kinds(outsider) == [Kind.TOPIC]
    assert kinds(newcomer) == [Kind.TOPIC]
    assert kinds(member) == []


def test_solution_tells_its_author_and_followers(
    member, outsider, newcomer, board, ask, answer, delivered
):
    topic = ask(member, board)
    follow(member=newcomer, target=topic)
    post = answer(outsider, topic)
    mark_solution(by=member, post=post)
    delivered()
    assert kinds(outsider) == [Kind.SOLVED]
    assert kinds(newcomer) == [Kind.REPLY, Kind.SOLUTION]
    assert kinds(member) == [Kind.REPLY]


def test_thanks_tell_the_author_without_mail(member, outsider, board, ask, delivered):
    post = ask(member, board).posts.get()
    thank(by=outsider, post=post)
    delivered()
    row = Notification.objects.get(member=member)
    assert (row.kind, row.actor, row.mail_due_at) == (Kind.THANKS, outsider, None)


def test_who_lost_sight_hears_nothing(insider, private_board, private_space, ask, answer):
    colleague = make_member("colleague")
    Membership.objects.create(space=private_space, member=colleague)
    topic = ask(insider, private_board)
    follow(member=colleague, target=topic)
    Membership.objects.filter(member=colleague).delete()
    answer(insider, topic, "For insiders, and @colleague too.")
    assert kinds(colleague) == []


def test_post_hidden_before_delivery_is_told_to_nobody(
    member, outsider, manager, board, ask, delivered
):
    topic = ask(member, board)
    hide_post(by=manager, post=reply(author=outsider, topic=topic, source="Spam"), reason="Spam")
    delivered()
    assert kinds(member) == []


def test_placeholders_and_inactive_members_are_told_nothing(member, board, ask, answer):
    placeholder = make_member("ghost", is_placeholder=True)
    gone = make_member("gone", is_active=False)
    topic = ask(member, board)
    for each in (placeholder, gone):
        Subscription.objects.create(member=each, topic=topic)
    answer(member, topic, "@ghost @gone")
    assert not Notification.objects.exists()


def test_notice_of_an_app_above_arrives_once(member, delivered):
    for _ in range(2):
        with transaction.atomic():
            publish(
                NoticeDue(
                    member_id=member.pk, kind="case_opened", title="Your case is open", text="We will write.",
                    url="/support/cases/1/", key="case:1:opened",
                )
            )  # fmt: skip
        delivered()
    row = Notification.objects.get()
    assert (row.member, row.title, row.url) == (member, "Your case is open", "/support/cases/1/")


def test_telling_many_costs_a_fixed_number_of_queries(member, outsider, board, ask):
    topic = ask(member, board)

    def cost() -> int:
        reply(author=outsider, topic=topic, source="More.")
        event = Event.objects.unsettled().latest("pk")
        with CaptureQueriesContext(connection) as seen:
            deliver(event_id=event.pk)
        return len(seen)

    for number in range(5):
        follow(member=make_member(f"first{number}"), target=topic)
    cost()
    few = cost()
    for number in range(15):
        follow(member=make_member(f"second{number}"), target=topic)
    assert cost() == few


def test_follow_what_one_cannot_see_is_refused(outsider, private_space):
    with pytest.raises(NotAllowed):
        follow(member=outsider, target=private_space)
    assert not Subscription.objects.exists()


def test_editing_calls_no_crowd(member, board, ask, delivered):
    """Twenty people are called in a post, however often it is edited; and sixty by one member in an hour."""
    people = [make_member(f"person{n:03}").handle for n in range(90)]
    post = ask(member, board, source="Hello.").posts.get()
    for start in range(0, 60, 20):
        words = " ".join(f"@{handle}" for handle in people[start : start + 20])
        edit_post(by=member, post=post, source=words)
        delivered()
    calls = Notification.objects.filter(kind=Kind.MENTION)
    assert calls.count() == 20
    for start in (20, 40, 60):
        ask(member, board, source=" ".join(f"@{handle}" for handle in people[start : start + 20]))
    assert calls.count() == 60
