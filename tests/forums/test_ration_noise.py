"""What the company says in a space is labelled and limited, and its share of what is said is published."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from core.rules import NotAllowed
from forums import actions
from forums.actions import kinds
from forums.kinds.noise import noise_budget
from forums.models import NoiseSpending, Topic
from spaces.models import Space
from tests.world import signed_in

pytestmark = pytest.mark.django_db


def announce(by, board, **more) -> Topic:
    return actions.open_topic(
        author=by,
        board=board,
        kind="announcement",
        title="A new grinder",
        source="It is here.",
        **more,
    )


def spend(by, board, days_ago: list[int]) -> None:
    for days in days_ago:
        topic = announce(by, board)
        NoiseSpending.objects.filter(topic=topic).update(
            spent_at=timezone.now() - timedelta(days=days)
        )


def test_the_fifth_in_thirty_days_is_refused_and_says_when_the_next_is_possible(
    evangelist, manager, board, space
):
    spend(evangelist, board, [20, 15, 10, 5])
    budget = noise_budget(space)
    assert (budget.most, budget.spent, budget.left) == (4, 4, 0)
    in_ten_days = timezone.now() + timedelta(days=10)
    assert abs(budget.next_at - in_ten_days) < timedelta(minutes=1)
    for by in (evangelist, manager):
        with pytest.raises(NotAllowed, match="The next is possible from"):
            announce(by, board)
    assert Topic.objects.filter(kind="announcement").count() == 4
    NoiseSpending.objects.filter(spent_at__lt=timezone.now() - timedelta(days=19)).update(
        spent_at=timezone.now() - timedelta(days=30)
    )
    assert announce(evangelist, board).noise.reason == ""


def test_promotion_counts_too_and_is_labelled(evangelist, board, space):
    spend(evangelist, board, [1, 1, 1])
    topic = actions.open_topic(
        author=evangelist, board=board, kind="discussion", title="Ten percent off", source="Now.",
        is_promotion=True,
    )  # fmt: skip
    assert noise_budget(space).left == 0
    assert "Promotion by the company" in Client().get(topic.get_absolute_url()).content.decode()


def test_administrators_go_beyond_it_with_a_reason_on_record(administrator, evangelist, board):
    spend(evangelist, board, [1, 1, 1, 1])
    with pytest.raises(NotAllowed, match="Say why"):
        announce(administrator, board)
    topic = announce(administrator, board, over_budget="A recall: it may catch fire.")
    assert topic.noise.reason == "A recall: it may catch fire."
    assert topic.noise.spent_by == administrator


def test_members_announce_nothing(member, board):
    with pytest.raises(NotAllowed, match="the company"):
        announce(member, board)


def test_each_space_has_its_own_budget(evangelist, manager, board, space, private_board):
    Space.objects.filter(pk=space.pk).update(noise_budget=0)
    with pytest.raises(NotAllowed, match="takes none"):
        announce(evangelist, board)
    assert announce(manager, private_board).noise.space == private_board.space


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_share_the_last_place(evangelist, manager, board, space):
    spend(evangelist, board, [1, 1, 1])
    barrier, refused = threading.Barrier(2), []

    def run(by) -> None:
        try:
            barrier.wait(10)
            announce(by, board)
        except NotAllowed:
            refused.append(by)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[by]) for by in (evangelist, manager)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(refused) == 1 and NoiseSpending.objects.count() == 4


def test_the_form_shows_how_much_is_left(evangelist, member, board, space):
    address = f"/s/{space.slug}/announcements/new/"
    client = signed_in(evangelist)
    assert "4 left" in client.get(address).content.decode()
    form = {
        "key": uuid.uuid4(), "title": "A new grinder", "board": board.pk, "what": "announcement",
        "source": "It is *here*.",
    }  # fmt: skip
    assert client.post(address, form).status_code == 302
    page = client.get(Topic.objects.get().get_absolute_url()).content.decode()
    assert "Announcement by the company" in page
    spend(evangelist, board, [1, 1, 1])
    refused = client.post(address, form | {"key": uuid.uuid4()})
    assert refused.status_code == 422
    assert "The next is possible from" in refused.content.decode()
    assert signed_in(member).get(address).status_code == 403


def test_the_studio_shows_how_much_is_left(administrator, evangelist, board, space):
    spend(evangelist, board, [1])
    page = signed_in(administrator).get(f"/studio/spaces/{space.slug}/").content.decode()
    assert "1 of 4 announcements" in page and 'name="noise_budget"' in page


def test_the_companys_share_of_voice_is_published_and_costs_no_query(
    member, outsider, evangelist, manager, board, space
):
    topic = actions.open_topic(
        author=member, board=board, kind="question", title="Why does it drip?", source="It does."
    )
    for by in (evangelist, outsider, outsider):
        actions.reply(author=by, topic=topic, source="Clean it.")
    assert kinds.measure_voices() == 1
    assert kinds.measure_voices() == 0
    space.refresh_from_db()
    assert (space.voice_posts, space.voice_of_company, space.voice_percent) == (4, 1, 25)
    page = Client().get(space.get_absolute_url()).content.decode()
    assert "wrote 1 of the 4 posts of the last 30 days here: 25 %" in page
