"""What a person may bring in a day and in all: counted once, also when two come at once; staff bring what they need."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.standing import rights
from tests.cast import make_member
from tests.uploads.files import picture_bytes, upload
from uploads import allowing
from uploads.actions import delete_upload, forget_uploads, store_file, store_image
from uploads.models import Meter, Upload
from uploads.quotas import Quota, room_of
from uploads.refusal import UploadRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def quota(monkeypatch):
    """Everybody may bring 1000 bytes a day and 1500 in all."""
    monkeypatch.setattr(allowing, "_asked", [lambda member: Quota(day=1000, total=1500)])


def bring(owner, size=400) -> Upload:
    content = b"x" * size
    return store_file(file=upload(content, "a.txt"), name="a.txt", owner=owner)


def tomorrow(owner) -> None:
    Meter.objects.filter(owner=owner).update(day=timezone.now().date() - timedelta(days=1))


def test_a_day_is_full(member, quota):
    bring(member), bring(member)
    with pytest.raises(UploadRefused, match=r"It takes 400 B. 200 B left: 800 B of 1.5 kB in all, 800 B of 1.0 kB today. Come back tomorrow"):  # fmt: skip
        bring(member)
    assert bring(member, 200)
    with pytest.raises(UploadRefused, match="0 B left"):
        bring(member, 1)
    assert Upload.objects.count() == 3


def test_the_next_day_has_room_until_all_is_taken(member, quota):
    bring(member, 1000)
    tomorrow(member)
    bring(member, 400)
    with pytest.raises(UploadRefused, match="Delete what you no longer need"):
        bring(member, 400)


def test_deleting_gives_room_in_all_but_not_today(member, quota):
    first = bring(member, 1000)
    delete_upload(by=member, upload=first)
    assert room_of(owner=member).total == 0
    with pytest.raises(UploadRefused, match="Come back tomorrow"):
        bring(member, 100)


def test_what_was_refused_is_not_counted(member, quota):
    bring(member, 900)
    with pytest.raises(UploadRefused):
        bring(member, 200)
    assert Meter.objects.get().bytes == 900


def test_pictures_count_as_they_are_kept(member, quota):
    picture = store_image(file=upload(picture_bytes()), name="a", owner=member, browser_id=None)
    assert room_of(owner=member).total == picture.bytes > 0


def test_levels_open_more_and_staff_need_none(member, manager, evangelist):
    quotas = [rights.upload_quota(make_member(f"level{level}", trust=level)) for level in range(5)]
    assert quotas == sorted(quotas, key=lambda each: each.total) and len(set(quotas)) == 5
    assert rights.upload_quota(manager) is None
    assert room_of(owner=manager).left is None
    assert "20 MB of pictures and files a day" in str(rights.open_at(0)[2].words)


def test_visitors_share_no_room(browser_id, monkeypatch):
    monkeypatch.setattr("uploads.quotas.VISITORS", Quota(day=200, total=200))

    def visit():
        return store_image(
            file=upload(picture_bytes()), name="a", owner=None, browser_id=browser_id
        )

    size = visit().bytes
    while size <= 200:
        try:
            size += visit().bytes
        except UploadRefused:
            break
    with pytest.raises(UploadRefused, match="no room"):
        visit()
    assert sum(Upload.objects.values_list("bytes", flat=True)) <= 200


def test_forgetting_takes_the_meter(member):
    bring(member)
    forget_uploads(owner_id=member.pk, browser_ids=[], keeps_used=True)
    assert not Meter.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_ten_at_once_take_no_more_than_there_is(member, quota):
    outcomes: list[str] = []

    def race():
        try:
            bring(member, 300)
            outcomes.append("kept")
        except UploadRefused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=race) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["kept"] * 3 + ["refused"] * 7
    assert room_of(owner=member).total == Meter.objects.get().bytes == 900
