"""The demo community, planted once for all tests of this folder."""

from collections.abc import Callable, Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction


def plant(*options: str) -> str:
    out = StringIO()
    call_command("plant_demo", *options, stdout=out)
    return out.getvalue()


@pytest.fixture(scope="package")
def planting(django_db_setup, django_db_blocker) -> Iterator[str]:
    """In a transaction that is rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield plant()
        transaction.set_rollback(True)


@pytest.fixture
def planted(planting, db) -> str:
    return planting


@pytest.fixture
def plant_again(planted) -> Callable[..., str]:
    return plant
