"""A text as clauses, and what becomes of each from one text to the next."""

import re
from time import perf_counter

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from governance.clauses import (
    Clause,
    compare_anchored,
    compare_clauses,
    cook_clauses,
    follow_clauses,
    parse_clauses,
)

OLD = "Before all.\n\n## 1. Links\n\nNo links.\n\n## 2. Photos\n\nAsk first.\n"
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def kinds(before: str, after: str) -> list[tuple[str, str]]:
    return [(change.number, change.kind) for change in compare_clauses(before, after)]


def shown(before: str, after: str) -> str:
    changes = compare_clauses(before, after)
    return render_to_string("governance/proposal/_changes.html", {"changes": changes})


def test_headings_make_clauses_with_anchors() -> None:
    clauses = parse_clauses(OLD)

    assert [(each.anchor, each.title) for each in clauses] == [
        ("clause-preamble", ""),
        ("clause-1", "Links"),
        ("clause-2", "Photos"),
    ]


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("## 4. Selling", "clause-4"),
        ("## 4.2 Selling", "clause-4-2"),
        ("## Who we are", "clause-who-we-are"),
        ("## 水", "clause-preamble"),
    ],
)
def test_anchor_follows_the_number_else_the_title(heading: str, anchor: str) -> None:
    assert parse_clauses(f"{heading}\n\nText")[0].anchor == anchor


def test_anchors_are_never_shared() -> None:
    anchors = [each.anchor for each in parse_clauses("## 1. A\n\n## 1. B\n\n## A\n\n## A\n")]

    assert len(anchors) == len(set(anchors)) == 4


def test_heading_in_a_code_block_is_code() -> None:
    assert len(parse_clauses("## 1. A\n\n```\n## 2. B\n```\n")) == 1


def test_changed_added_and_removed_clauses() -> None:
    new = "Before all.\n\n## 1. Links\n\nSome links.\n\n## 3. Selling\n\nIn its board.\n"

    assert kinds(OLD, new) == [("", "same"), ("1", "changed"), ("2", "removed"), ("3", "added")]


def test_renumbered_clause_is_shown_as_renumbered() -> None:
    new = "Before all.\n\n## 1. New\n\nHello.\n\n## 2. Links\n\nNo links.\n\n## 3. Photos\n\nAsk first.\n"

    assert kinds(OLD, new) == [
        ("", "same"),
        ("1", "added"),
        ("1 → 2", "changed"),
        ("2 → 3", "changed"),
    ]


def test_hostile_text_is_text_everywhere() -> None:
    before = f"## 1. {HOSTILE}\n\nOld {HOSTILE}\n"
    after = f"## 1. {HOSTILE} more\n\nNew {HOSTILE} words\n\n## 2. {HOSTILE}\n\n{HOSTILE}\n"

    for html in (shown(before, after), shown(after, before), cook_clauses(after)):
        assert "alert(1)" in html
        assert not re.search(r"<(script|img)", html)


TEXTS = st.lists(
    st.sampled_from(["## 1. Links", "## 2. Photos", "## Who", "Be kind.", "No <b>links</b>.", "a b c", ""]),
    max_size=8,
).map("\n\n".join)  # fmt: skip


@given(TEXTS, TEXTS)
def test_no_word_of_either_text_is_lost(before: str, after: str) -> None:
    """Without what is added the changes spell the old text; without what is removed, the new."""

    def letters(text: str) -> list[str]:
        return sorted(re.sub(r"(?m)^## (\d+\. )?|\s", "", text))

    changes = compare_clauses(before, after)
    steps = [step for each in changes for row in [each.heading, *each.paragraphs] for step in row]
    old = "".join(step.text for step in steps if step.kind != "added")
    new = "".join(step.text for step in steps if step.kind != "removed")
    assert letters(old) == letters(before)
    assert letters(new) == letters(after)


def test_words_that_differ_are_marked_where_enough_stays() -> None:
    page = shown(
        "## 1. A\n\nNo links to shops.", "## 1. A\n\nNo links to shops, unless they answer."
    )

    assert "<p>No links to shops<ins>" in page
    assert "<del>" not in page
    assert '<del><span class="unseen">[removed:] </span>Ask.' in shown("Ask.", "Nobody needs it.")


def test_headings_without_end_cost_no_time() -> None:
    started = perf_counter()
    parse_clauses("## a" + " #" * 25_000 + " x")
    parse_clauses("## " + "1." * 20_000)

    assert perf_counter() - started < 0.5


def anchors(clauses: list[Clause]) -> dict[str, str]:
    return {each.title: each.anchor for each in clauses}


def test_clause_keeps_its_anchor_when_it_is_renumbered() -> None:
    first = parse_clauses(OLD)
    second = follow_clauses(first, "## 1. Manners\n\nBe kind.\n\n## 2. Links\n\nNo links.\n")

    assert anchors(second) == {"Manners": "clause-1-2", "Links": "clause-1"}


def test_anchor_of_a_clause_that_went_is_never_given_again() -> None:
    first = parse_clauses(OLD)
    second = follow_clauses(first, "## 1. Links\n\nNo links.\n")
    third = follow_clauses(
        second, OLD.replace("Photos", "Selling"), [each.anchor for each in first]
    )

    assert anchors(third)["Selling"] == "clause-2-2"
    assert anchors(third)["Links"] == "clause-1"


def test_text_may_name_its_clauses() -> None:
    named = "## 1. Links {#links}\n\nNo links.\n"
    first = parse_clauses(named)
    assert (first[0].anchor, first[0].title) == ("clause-links", "Links")

    second = follow_clauses(first, "## 7. What may be linked {#links}\n\nNo links at all.\n")
    assert second[0].anchor == "clause-links"
    assert [each.kind for each in compare_anchored(first, second)] == ["changed"]


def test_two_versions_are_compared_by_their_anchors() -> None:
    first = parse_clauses("## 1. A\n\nOne.\n\n## 2. B\n\nTwo.\n")
    second = follow_clauses(first, "## 1. B\n\nTwo.\n\n## 2. C\n\nThree.\n")
    third = follow_clauses(second, "## 1. C\n\nThree.\n\n## 2. A\n\nOne again.\n")

    assert [(each.number, each.kind) for each in compare_anchored(first, third)] == [
        ("1", "added"),
        ("1 → 2", "changed"),
        ("2", "removed"),
    ]


@given(
    st.lists(
        st.lists(st.sampled_from(["A", "B", "C", "D", "A {#a}", "D {#d}"]), max_size=6), max_size=5
    )
)
def test_anchors_stay_unique_through_any_history(history: list[list[str]]) -> None:
    before: list[Clause] = []
    ever: set[str] = set()
    for titles in history:
        source = "\n\n".join(f"## {n}. {title}\n\nText." for n, title in enumerate(titles, 1))
        before = follow_clauses(before, source, ever)
        found = [each.anchor for each in before]
        assert len(found) == len(set(found))
        ever.update(found)


def test_endless_heading_is_read_in_no_time() -> None:
    began = perf_counter()
    for line in ("## a" + " " * 60_000 + "x", "## " + "{#a" * 30_000, "## a" + "#" * 60_000 + "x"):
        parse_clauses(line)
    assert perf_counter() - began < 1
