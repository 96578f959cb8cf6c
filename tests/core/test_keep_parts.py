"""Parts made once: of what they are given and of nothing else, for whoever gives the same."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest
from django.template import engines
from django.utils import timezone, translation
from django.utils.safestring import mark_safe
from jinja2 import UndefinedError

from core.compiled import UNKEPT, kept
from forums.post_rows import AuthorRow, PostRow


@pytest.fixture
def part(tmp_path, request):
    """Writes a template for this test; returns its name."""
    folder = engines["jinja2"].env.loader.searchpath
    folder.append(str(tmp_path))
    yield lambda text: _write(tmp_path, request.node.name, text)
    folder.remove(str(tmp_path))


def _write(folder, test: str, text: str) -> str:
    name = f"{test}.jinja"
    (folder / name).write_text(text)
    return name


def test_same_is_made_once_and_another_anew(part):
    made = []
    name = part("{{ word }}{{ note() }}")
    note = made.append
    said = lambda: note(1) or ""  # noqa: E731 (one thing, given twice)
    assert [kept(name, word=word, note=said) for word in ("a", "a", "b")] == ["a", "a", "b"]
    assert len(made) == 2


@pytest.mark.parametrize("name_of_page", ["request", "page", "viewer", "csrf_token"])
def test_nothing_of_the_page_is_in_reach(part, name_of_page):
    with pytest.raises(UndefinedError):
        kept(part(f"{{{{ {name_of_page} }}}}"), word="a")


def test_marked_words_are_not_those_without_a_mark(part):
    name = part("{{ word }}")
    assert kept(name, word=mark_safe("<b>a</b>")) == "<b>a</b>"
    assert kept(name, word="<b>a</b>") == "&lt;b&gt;a&lt;/b&gt;"


def test_yes_is_not_one(part):
    name = part("{{ word }}")
    assert [kept(name, word=word) for word in (True, 1, 1.0)] == ["True", "1", "1.0"]


def test_languages_are_kept_apart(part):
    name = part("{{ language() }}")
    assert kept(name) == "en"
    with translation.override("de"):
        assert kept(name) == "de"


def row() -> PostRow:
    author = AuthorRow(1, "Mara", "mara", "", {}, True, 1)
    now = timezone.now()
    return PostRow(1, 1, "<p>a</p>", "visible", False, False, 0, {}, None, now, None, author)


OTHER = {bool: True, int: 9, str: "other", dict: {"heart": 2}, type(None): 9, list: ["Staff"]}


@pytest.mark.parametrize("name", [each.name for each in fields(PostRow) if each.name != "author"])
def test_every_field_of_a_post_is_in_its_key(name):
    value = getattr(row(), name)
    later = value + timedelta(days=1) if name == "created_at" else OTHER[type(value)]
    begun = row()
    changed = replace(begun, **{name: False if value is True else later})
    assert changed.kept_key != begun.kept_key


@pytest.mark.parametrize("name", [each.name for each in fields(AuthorRow)])
def test_every_field_of_an_author_is_in_the_key_of_the_post(name):
    begun = row()
    value = getattr(begun.author, name)
    other = False if value is True else OTHER[type(value)]
    changed = replace(begun, author=replace(begun.author, **{name: other}))
    assert changed.kept_key != begun.kept_key


def test_long_posts_are_not_kept():
    assert replace(row(), html="x" * 20_001).kept_key == UNKEPT
