"""Titles and other words of one line hide nothing and turn nothing beside them."""

import pytest

from core.lines import LineField, one_line
from forums.actions import open_topic
from forums.curating.changing import retitle_topic
from forums.forms import AskForm
from forums.models import Topic


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Why does\n it drip?\t", "Why does it drip?"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("\u2066a\u2069 \u200b\ufeff b\u00ad", "a b"),
        ("👩\u200d🚀 \u05d0\u200f!", "👩\u200d🚀 \u05d0\u200f!"),
        ("\u200b" * 20, ""),
        ("\x1b[31mred\x07", "[31mred"),
    ],
)
def test_one_line_of_plain_words(written, kept):
    assert one_line(written) == kept
    assert one_line(kept) == kept
    assert LineField(required=False).clean(written) == kept


@pytest.mark.django_db
def test_titles_are_kept_so(member, board):
    topic = open_topic(
        author=member,
        board=board,
        kind="question",
        title="Photo\u202egpj.exe drips",
        source="It drips.",
    )
    assert topic.title == "Photogpj.exe drips"
    retitle_topic(by=member, topic=topic, title="\u2067Another\u2069  one")
    assert Topic.objects.get().title == "Another one"


@pytest.mark.django_db
def test_a_title_that_nobody_sees_is_none(member, board):
    form = AskForm(
        {
            "key": "0" * 32,
            "title": "\u200b" * 20,
            "board": board.pk,
            "kind": "question",
            "source": "x",
        },
        viewer=member,
    )
    assert "title" in form.errors
