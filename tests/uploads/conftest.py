import uuid

import pytest

from tests.uploads.files import picture_bytes, upload
from uploads import owners
from uploads.actions import store_image


@pytest.fixture
def bring(db):
    """Brings a picture: `bring(member)`, or `bring(browser=id)`."""

    def bring(owner=None, *, browser=None, size=(64, 48)):
        file = upload(picture_bytes(size=size))
        return store_image(file=file, name="cup.jpg", owner=owner, browser_id=browser)

    return bring


@pytest.fixture
def things(monkeypatch):
    """Things that show uploads; the set holds the ids of those that may be seen, by anybody."""
    seen: set[str] = set()
    monkeypatch.setattr(owners, "_owners", {"tests.thing": lambda viewer, ids: bool(ids & seen)})
    return seen


@pytest.fixture
def browser_id():
    return uuid.uuid4()
