"""What changed is told word by word, clause by clause."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import Change, diff_html, word_diff
from core.text.diff import MAX_WORDS, clause_diff


def test_one_word_changed():
    assert word_diff("Kept for 30 days.", "Kept for 14 days.") == [
        Change("same", "Kept for "),
        Change("removed", "30 "),
        Change("added", "14 "),
        Change("same", "days."),
    ]


def test_new_line_ends_are_no_change():
    assert {change.kind for change in word_diff("a b\nc", "a\nb c")} == {"same"}


def test_clause_taken_out_and_one_put_in():
    rows = clause_diff("One stays.\n\nTwo goes away.", "One stays.\n\nSomething wholly new.")
    assert rows == [
        [Change("same", "One stays.")],
        [Change("removed", "Two goes away.")],
        [Change("added", "Something wholly new.")],
    ]


def test_clause_put_in_before_a_changed_one_keeps_the_pair():
    rows = clause_diff(
        "We keep your data for 30 days.", "A new first clause.\n\nWe keep your data for 14 days."
    )
    assert rows[0] == [Change("added", "A new first clause.")]
    assert Change("removed", "30 ") in rows[1]


def test_html_is_escaped_and_says_its_signs_in_words():
    html = diff_html("<b>old</b> & same", "<b>new</b> & same")
    assert '<del><span class="unseen">[removed:] </span>old</del>' in html
    assert "<ins>" in html
    assert "&lt;" in html
    assert "<b>" not in html


def test_very_long_clause_is_replaced_whole():
    before = "a " * (MAX_WORDS + 1)
    assert word_diff(before, "b") == [Change("removed", before), Change("added", "b")]


words = st.lists(
    st.sampled_from(["we", "keep", "data", "30", ".", ",", "ä", "\n", "\n\n"]), max_size=30
).map(" ".join)


@given(words, words)
def test_changes_spell_both_versions(before, after):
    changes = word_diff(before, after)
    assert "".join(c.text for c in changes if c.kind != "added").split() == before.split()
    assert "".join(c.text for c in changes if c.kind != "removed").split() == after.split()
    rows = [change for row in clause_diff(before, after) for change in row]
    assert " ".join(c.text for c in rows if c.kind != "added").split() == before.split()
    assert " ".join(c.text for c in rows if c.kind != "removed").split() == after.split()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("\n\n".join(f"w{n}a w{n}b w{n}c w{n}d" for n in range(499)), "\n\n".join("x y z q" for _ in range(499))),
        ("\n\n".join("a " * 310 + str(n) for n in range(79)), "\n\n".join("a " * 311 + str(n) for n in range(79))),
        ("\n\n".join("a" for _ in range(499)), "\n\n".join("ab"[n % 2] for n in range(499))),
    ],
    ids=["nothing alike", "one word over and over", "one clause over and over"],
)  # fmt: skip
def test_no_two_texts_take_long(before, after):
    """A page of a history compares twenty pairs, for whoever asks."""
    began = time.process_time()
    changes = [change for row in clause_diff(before, after) for change in row]
    assert time.process_time() - began < 0.5
    assert changes
