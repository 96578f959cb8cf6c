"""What nothing came to use goes after eight days, with its files; what is used stays."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from uploads.actions import sweep_unused, use_uploads
from uploads.models import Upload
from uploads.tasks import sweep_unused as sweep_task

pytestmark = pytest.mark.django_db(transaction=True)


def age(upload, days: int):
    Upload.objects.filter(pk=upload.pk).update(created_at=timezone.now() - timedelta(days=days))


def test_unused_goes_with_its_files(bring, member):
    picture = bring(member, size=(1200, 900))
    age(picture, 9)
    assert all(default_storage.exists(path) for path in picture.files)
    assert len(picture.files) == 3
    assert sweep_unused() == 1
    assert not Upload.objects.exists()
    assert not any(default_storage.exists(path) for path in picture.files)


def test_young_and_used_ones_stay(bring, member):
    young, used = bring(member), bring(member)
    age(young, 7)
    age(used, 90)
    use_uploads(used_by="tests.thing", object_id=1, html="", also=[used], owner=member)
    assert sweep_unused() == 0
    assert default_storage.exists(young.stored_as)
    assert default_storage.exists(used.stored_as)


def test_file_whose_row_never_came_goes(bring, member):
    """The process was killed, or a transaction failed, after the file was written."""
    days_ago = timezone.now() - timedelta(days=3)
    folder = f"pictures/{days_ago:%Y-%m-%d}"
    stray = default_storage.save(
        f"{folder}/12345678-1234-1234-1234-123456789abc.webp", ContentFile(b"x")
    )
    kept = bring(member)
    moved = default_storage.save(f"{folder}/{kept.pk}.webp", ContentFile(b"x"))
    sweep_unused()
    assert not default_storage.exists(stray)
    assert default_storage.exists(moved)


def test_task_sweeps(bring, member):
    age(bring(member), 9)
    sweep_task()
    assert not Upload.objects.exists()
