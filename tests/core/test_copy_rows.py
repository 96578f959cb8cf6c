"""Rows by COPY are rows as the model would write them."""

import pytest
from django.db import IntegrityError, transaction

from core.copying import copy_rows, take_ids
from spaces.models import Membership, Space

pytestmark = pytest.mark.django_db


def test_what_is_not_said_is_what_the_model_says(brand):
    moment = Space.objects.create(slug="kept", name="Kept").created_at
    made = copy_rows(
        Space, ("slug", "name", "created_at"), [("one", "One\t\\N", moment), ("two", "Zwei ü", moment)], noise_budget=9
    )  # fmt: skip
    assert made == 2
    one = Space.objects.get(slug="one")
    assert (one.name, one.noise_budget, one.tagline) == ("One\t\\N", 9, "")
    kept = Space.objects.get(slug="kept")
    for field in ("visibility", "hue", "chroma", "own_look", "version", "leader_id", "language"):
        assert getattr(one, field) == getattr(kept, field)


def test_the_database_refuses_what_must_not_be(brand):
    moment = Space.objects.create(slug="kept", name="Kept").created_at
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_rows(Space, ("slug", "name", "created_at"), [("kept", "Twice", moment)])


def test_ids_that_were_taken_are_not_given_again(member, space):
    ids = take_ids(Membership, 5)
    assert len(ids) == 5
    assert Membership.objects.create(space=space, member=member).pk == ids[-1] + 1
