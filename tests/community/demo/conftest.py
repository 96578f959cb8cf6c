"""The demo community, planted once for all tests of this folder."""

from collections.abc import Callable, Iterator
from io import StringIO
from time import process_time

import pytest
from django.core.management import call_command
from django.db import transaction


def plant(*options: str) -> str:
    out = StringIO()
    call_command("plant_demo", *options, stdout=out)
    return out.getvalue()


@pytest.fixture(scope="package")
def planting(django_db_setup, django_db_blocker) -> Iterator[tuple[str, float]]:
    """In a transaction that is rolled back after them: what it said, and the processor seconds it took."""
    with django_db_blocker.unblock(), transaction.atomic():
        began = process_time()
        yield plant(), process_time() - began
        transaction.set_rollback(True)


@pytest.fixture
def planted(planting, db) -> str:
    return planting[0]


@pytest.fixture
def seconds_it_took(planting, db) -> float:
    return planting[1]


@pytest.fixture
def plant_again(planted) -> Callable[..., str]:
    return plant
