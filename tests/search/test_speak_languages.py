"""Each space in its own language: every form of a word is found in the language it was written in."""

import pytest

from core import remembered
from forums.models import Board
from search.actions import catch_up
from search.engine import find
from search.models import SearchEntry
from spaces.actions import save_space
from spaces.models import Language, Space

pytestmark = pytest.mark.django_db


@pytest.fixture
def speaks(space):
    def turn(language):
        Space.objects.filter(pk=space.pk).update(language=language)
        remembered.forget_all()

    return turn


@pytest.mark.parametrize(
    ("language", "written", "asked"),
    [
        ("en", "My kettle is leaking", "leaks"),
        ("de", "Die Mühlen mahlen zu laut", "muhle"),
        ("de", "Dichtungen wechseln", "Dichtung"),
        ("fr", "Les moulins sont trop bruyants", "moulin bruyante"),
        ("es", "Las cafeteras gotean", "cafetera"),
        ("other", "Keittimet vuotavat", "keittimet"),
    ],
)
def test_forms_of_a_word_are_one_word(
    visitor, member, board, ask, speaks, language, written, asked
):
    speaks(language)
    ask(member, board, written)
    page = find(asked, viewer=visitor, exactly=True)
    assert [each.title for each in page.found] == [written]
    assert "<mark>" in page.found[0].marked_title


def test_words_mean_what_they_mean_where_they_were_written(
    visitor, member, board, private_board, insider, ask, speaks
):
    """ "die" says nothing in German and much in English; what is left out is left out in both."""
    speaks("de")
    ask(member, board, "Die Pumpe ist laut")
    ask(insider, private_board, "Why do pumps die")
    assert [each.title for each in find("die", viewer=insider, exactly=True).found] == [
        "Why do pumps die"
    ]
    titles = [each.title for each in find("pumpe -laut", viewer=insider, exactly=True).found]
    assert "Die Pumpe ist laut" not in titles


def test_every_language_of_spaces_is_known_to_the_engine(visitor, member, brand, ask):
    for code in Language.values:
        space = Space.objects.create(slug=f"in-{code}", name=f"In {code}", language=code)
        board = Board.objects.create(space=space, slug="all", name="All", kinds=["question"])
        ask(member, board, f"Kettle in {code}")
    remembered.forget_all()
    assert find("kettle", viewer=visitor).total == len(Language.values)


def test_change_of_language_is_followed(administrator, visitor, member, board, space, ask):
    ask(member, board, "Dichtungen wechseln", "Alle Dichtungen.")
    assert find("Dichtung", viewer=visitor, exactly=True).total == 0
    save_space(by=administrator, space=space, language="de")
    remembered.forget_all()
    assert catch_up() == 1
    assert catch_up() == 0
    assert SearchEntry.objects.get().language == "de"
    assert find("Dichtung", viewer=visitor, exactly=True).total == 1


def test_studio_asks_for_the_language(client, administrator, space):
    client.force_login(administrator)
    page = client.get(f"/studio/spaces/{space.slug}/").content.decode()
    assert 'name="language"' in page
    assert "German" in page
