"""A flash board: opened from an alarm with an owner and a closing date, closed by the clock, undone by one act."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Role
from analytics.health.flash import open_flash_board, undo_flash_board
from analytics.models import Alarm, FlashBoard
from core.rules import NotAllowed
from forums.boards.closing import cancel_closing, run_due_closings, set_closing
from forums.models import Board, BoardChange, BoardClosing
from notifications.models import Notification
from spaces.models import Space, SpaceRole
from tests.analytics.conftest import BACKEND, ask, deliver_all, hours_ago
from tests.cast import make_member

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def alarm(space):
    return Alarm.objects.create(
        space=space, kind="surge", key="one",
        saw={
            "number": 9, "hours": 6, "before": 2, "weeks": 4,
            "since": hours_ago(7).isoformat(), "until": hours_ago(1).isoformat(),
        },
        certainty={"p": 0.0001},
    )  # fmt: skip


@pytest.fixture
def flash(alarm, manager, evangelist):
    return open_flash_board(
        by=manager, alarm=alarm, name="Recall", owner=evangelist, closes_at=timezone.now() + WEEK
    )


def test_it_has_an_owner_who_is_told_and_a_day_on_which_it_closes(flash, alarm, evangelist):
    assert (flash.board.space, flash.board.is_private) == (alarm.space, False)
    assert BoardClosing.objects.running().get(board=flash.board).owner == evangelist
    deliver_all()
    assert Notification.objects.get(kind="flash_board").member == evangelist
    assert run_due_closings() == 0


def test_the_clock_archives_it_once(flash):
    BoardClosing.objects.update(at=timezone.now() - timedelta(minutes=1))
    assert run_due_closings() == 1 and run_due_closings() == 0
    flash.board.refresh_from_db()
    assert flash.board.archived_at
    assert BoardChange.objects.filter(board=flash.board, kind="archived", by=None).count() == 1


def test_undone_an_empty_board_goes_and_one_with_conversations_stays_to_be_read(
    flash, alarm, manager, member
):
    board = flash.board
    assert undo_flash_board(by=manager, flash=flash)
    assert not Board.objects.filter(pk=board.pk).exists()
    assert not undo_flash_board(by=manager, flash=flash)
    again = open_flash_board(
        by=manager, alarm=alarm, name="Recall", owner=manager, closes_at=timezone.now() + WEEK
    )
    ask(member, again.board)
    assert undo_flash_board(by=manager, flash=again)
    again.board.refresh_from_db()
    assert again.board.archived_at and not BoardClosing.objects.running().exists()


def test_one_alarm_has_one_open_board_and_its_owner_works_there(flash, alarm, manager, member):
    facts = {"by": manager, "alarm": alarm, "name": "More", "closes_at": timezone.now() + WEEK}
    with pytest.raises(NotAllowed):
        open_flash_board(owner=manager, **facts)
    undo_flash_board(by=manager, flash=flash)
    with pytest.raises(NotAllowed):
        open_flash_board(owner=member, **facts)
    with pytest.raises(NotAllowed):
        open_flash_board(owner=manager, **facts | {"closes_at": hours_ago(1)})
    assert not Board.objects.filter(name="More").exists()


def test_two_of_a_name_have_addresses_of_their_own(flash, alarm, manager, space):
    other = Alarm.objects.create(space=space, kind="surge", key="two", ended_at=timezone.now())
    second = open_flash_board(
        by=manager, alarm=other, name="Recall", owner=manager, closes_at=timezone.now() + WEEK
    )
    assert second.board.slug != flash.board.slug


def test_by_the_page(client, alarm, manager, evangelist, executive, member):
    page = f"/insights/alarms/{alarm.pk}/board/"
    keeper = make_member("keeper")
    SpaceRole.objects.create(
        space=Space.objects.create(slug="tea", name="Tea"), member=keeper, role=Role.MANAGER
    )
    day = (timezone.localdate() + WEEK).isoformat()
    data = {"name": "Recall", "owner": evangelist.pk, "last_day": day}
    for person, code in (
        (None, 302),
        (member, 403),
        (evangelist, 403),
        (executive, 403),
        (keeper, 404),
    ):
        client.logout()
        if person:
            client.force_login(person, backend=BACKEND)
        assert client.get(page).status_code == client.post(page, data).status_code == code
        assert client.post(f"{page}removal/").status_code == code
    assert not FlashBoard.objects.exists()
    client.force_login(manager, backend=BACKEND)
    assert client.get(page).status_code == 200
    for wrong in ({"owner": member.pk}, {"last_day": "2020-01-01"}, {"name": ""}):
        assert client.post(page, data | wrong).status_code == 422
    assert client.post(page, data).status_code == 302
    flash = FlashBoard.objects.get()
    assert b"Take the board back" in client.get(f"/insights/alarms/{alarm.pk}/").content
    assert client.post(f"{page}removal/").status_code == 302
    flash.refresh_from_db()
    assert flash.undone_at and flash.undone_by == manager


def test_any_board_may_close_at_a_moment_and_stay_after_all(board, manager, member):
    with pytest.raises(NotAllowed):
        set_closing(by=member, board=board, at=timezone.now() + WEEK)
    first = set_closing(by=manager, board=board, at=timezone.now() + WEEK)
    second = set_closing(by=manager, board=board, at=timezone.now() + 2 * WEEK)
    first.refresh_from_db()
    assert first.cancelled_at and BoardClosing.objects.running().get() == second
    assert cancel_closing(by=manager, closing=second)
    assert not cancel_closing(by=manager, closing=second)
    BoardClosing.objects.update(at=hours_ago(1))
    assert run_due_closings() == 0
