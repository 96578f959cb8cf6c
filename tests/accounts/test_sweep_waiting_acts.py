"""What visitors left waiting is gone after seven days, with what it brought."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions import keep_act, sweep_claims, sweep_waiting
from accounts.models import Browser, Claim, Passage, WaitingAct
from accounts.waiting.kinds import kinds
from community.schedule import TIMETABLE
from tests.world import picture
from uploads.actions import store_image, sweep_unused
from uploads.models import Upload

pytestmark = pytest.mark.django_db


def keep(browser) -> WaitingAct:
    return keep_act(
        key=uuid.uuid4(), browser_id=browser.pk, kind="forums.reply", facts={"topic": 1},
        label="Your reply", text="canary", back="/",
    )  # fmt: skip


def test_what_nobody_touched_for_seven_days_is_swept(db):
    browser = Browser.objects.create()
    old, young = keep(browser), keep(browser)
    WaitingAct.objects.filter(pk=old.pk).update(
        updated_at=timezone.now() - timedelta(days=7, minutes=1)
    )
    assert sweep_waiting() == 1
    assert list(WaitingAct.objects.all()) == [young]
    assert Passage.objects.count() == 2  # the figure stays, and is nobody's
    assert "accounts.sweep_waiting" in {each["task"] for each in TIMETABLE.values()}


def test_its_pictures_go_with_it():
    from_test = picture()
    upload = store_image(
        file=from_test, name="cup.png", owner=None, browser_id=Browser.objects.create().pk
    )
    assert sweep_unused() == 0
    Upload.objects.filter(pk=upload.pk).update(created_at=timezone.now() - timedelta(days=9))
    assert sweep_unused() == 1


def test_claims_are_swept_after_a_day():
    browser = Browser.objects.create()
    old = Claim.objects.create(browser=browser, email="a@mail.example")
    Claim.objects.create(browser=browser, email="b@mail.example")
    Claim.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=1, hours=1))
    sweep_claims()
    assert Claim.objects.get().email == "b@mail.example"


def test_ballots_never_wait():
    assert not [name for name in kinds() if "ballot" in name or name.startswith("governance")]
