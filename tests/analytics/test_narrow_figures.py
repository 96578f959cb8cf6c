"""A figure is narrowed to a space, a board or a product by its address, and to the spaces its reader may have."""

import pytest
from taggit.models import Tag

from analytics.actions import rebuild
from analytics.lens import Lens, read_lens
from analytics.metrics import confirmed, contacts, questions
from analytics.periods import last_days
from forums.models import Board
from spaces.models import Space
from support.models import Case, Product
from tests.analytics.conftest import accept, answer, ask, hours_ago
from tests.cast import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsewhere(brand):
    space = Space.objects.create(slug="grinders", name="Grinders")
    return Board.objects.create(space=space, slug="burrs", name="Burrs", kinds=["question"])


@pytest.fixture
def asked(board, elsewhere, helper):
    """Three solved questions here, one elsewhere."""
    found = []
    for index, place in enumerate((board, board, board, elsewhere)):
        topic = ask(make_member(f"asker{index}"), place, at=hours_ago(200))
        accept(topic, answer(topic, helper))
        found.append(topic)
    rebuild()
    return found


def number(**places):
    return confirmed.figure(Lens(last_days(30), **places)).value


def test_counts_what_stands_there(asked, board, elsewhere):
    assert number() == 4
    assert number(space=board.space_id) == number(board=board.pk) == 3
    assert number(board=elsewhere.pk) == number(spaces=frozenset([elsewhere.space_id])) == 1
    assert number(spaces=frozenset([elsewhere.space_id]), space=board.space_id) == 0
    assert questions.rows(Lens(last_days(30), board=elsewhere.pk)).get() == asked[3]


def test_a_product_has_its_tags_and_its_space(asked, elsewhere):
    beans = Product.objects.create(name="Beans", slug="beans")
    burrs = Product.objects.create(name="Burrs", slug="burrs", space=elsewhere.space)
    tag = Tag.objects.create(name="arabica", slug="arabica")
    beans.tags.add(tag)
    asked[0].tags.add(tag)
    rebuild()
    assert number(product=beans.pk) == number(product=burrs.pk) == 1
    assert set(questions.rows(Lens(last_days(30), product=beans.pk))) == {asked[0]}
    Case.objects.create(subject="Stale", body="They are.", email="a@b.example", product=beans)
    assert contacts.figure(Lens(last_days(30), product=beans.pk)).value == 1
    assert contacts.figure(Lens(last_days(30), product=burrs.pk)).value == 0


def test_an_address_narrows_and_is_kept():
    lens = read_lens({"days": "30", "space": "7", "board": "x", "product": "-1"})
    assert (lens.space, lens.board, lens.product) == (7, None, None)
    assert lens.query.endswith("&space=7") and lens.before().space == 7
