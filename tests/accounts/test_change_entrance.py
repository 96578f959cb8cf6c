import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.actions import change_entrance
from accounts.entering.entrance import entrance
from accounts.models import Entrance
from core.rules import NotAllowed

pytestmark = pytest.mark.django_db


def test_a_change_holds_at_once(administrator, django_capture_on_commit_callbacks):
    assert entrance().by_password
    with django_capture_on_commit_callbacks(execute=True):
        change_entrance(by=administrator, by_password=False)
    assert not entrance().by_password


def test_asking_again_reads_nothing(django_assert_num_queries):
    entrance()
    with django_assert_num_queries(0):
        entrance()


def test_others_change_nothing(manager):
    with pytest.raises(NotAllowed):
        change_entrance(by=manager, is_private=True)


def test_nonsense_is_refused(administrator):
    with pytest.raises(ValidationError):
        change_entrance(by=administrator, admission="whoever")


def test_there_is_one():
    with pytest.raises(IntegrityError), transaction.atomic():
        Entrance.objects.create(pk=2)
