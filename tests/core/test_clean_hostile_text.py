"""Attacks collected elsewhere, and ours, come out harmless by every way text comes in."""

import pytest

from core.text import TextRefused, clean_html, cook, plain_text
from tests.core.hostile import ATTACKS, assert_harmless, faults
from tests.core.outside import SHARED, outside

PAYLOADS = ATTACKS + [row["payload"] for row in outside("dompurify/expect.json")]
STRINGS = ["", "\0", "\u202e", "Ω≈ç√∫", "👩‍👩‍👧‍👦", "\ufeff", "%s%d{0}"] + outside("blns/blns.json")


def test_reader_sees_what_is_wrong():
    assert faults("<script>x</script>") == ["<script>"]
    assert faults("<a href='java\nscript:x' onclick=y>") == [
        "<a> leads to javascript:",
        "<a onclick>",
    ]
    assert faults("<img src=https://a.org/b>") == ["<img> from https://a.org/b"]
    assert not faults("<p>fine <a href='/x'>x</a></p>")


def test_outside_collections_are_used_where_they_are():
    if SHARED.is_dir():
        assert len(PAYLOADS) > len(ATTACKS) + 200
        assert len(STRINGS) > 500


@pytest.mark.parametrize("number", range(len(PAYLOADS)))
def test_attack_is_harmless(number):
    payload = PAYLOADS[number]
    for made in (clean_html(payload), cook(payload)):
        assert_harmless(made)
        assert clean_html(made) == made
    assert "\n" not in plain_text(payload)


def test_naughty_strings_are_harmless():
    for text in STRINGS:
        for made in (cook(text), clean_html(text)):
            assert_harmless(made)
        assert isinstance(plain_text(text), str)


def test_words_of_hidden_elements_do_not_come_out_as_text():
    assert plain_text("<p>a</p><script>secret()</script><style>x{}</style>b") == "a b"


@pytest.mark.parametrize(
    ("html", "limit", "words"),
    [
        ("<p>One</p><p>two</p>", None, "One two"),
        ("<p>a<br>b <b>c</b>d</p>", None, "a b cd"),
        ("<p>1 &lt; 2 &amp;amp; 3</p>", None, "1 < 2 &amp; 3"),
        ("<p><img alt='a cup' src='/x'> here</p>", None, "a cup here"),
        ("<p>alpha beta gamma delta</p>", 18, "alpha beta gamma…"),
        ("<p>" + "x" * 50 + "</p>", 10, "xxxxxxxxx…"),
        ("<p>short</p>", 5, "short"),
    ],
)
def test_plain_words(html, limit, words):
    assert plain_text(html, limit) == words
    assert limit is None or len(words) <= limit


def test_heading_of_imported_text_leaves_the_first_level_to_the_page():
    assert clean_html("<h1>a</h1><h2>b</h2>") == "<h2>a</h2><h2>b</h2>"


def test_too_long_html_is_refused():
    with pytest.raises(TextRefused):
        clean_html("<p>" + "a" * 400_000)
