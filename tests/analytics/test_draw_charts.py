"""Charts hold classes and attributes only, all their numbers as a table, and nothing that could run."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.drawing import Bar, Mark, Point, Series, bars, columns, lines, ranges, spark
from analytics.drawing.paper import standalone

NASTY = '<script>alert(1)</script>"\' style="x"'
WEEKS = [Point(f"{day} Sep", value, soft=2 if day == 22 else 0, href="/rows/?a=1&b=2") for day, value in ((1, 20), (8, 0), (15, 7), (22, 9))]  # fmt: skip
MARKS = [Mark(1, "Price change"), Mark(2, NASTY, "/notes/")]


def every_kind(title="Solved", points=WEEKS):
    rows = [
        Bar(each.label, each.value, 1, 30) if each.value else Bar(each.label, None, note="few")
        for each in points
    ]
    banded = [Point(each.label, each.value, each.value - 1, each.value + 2) for each in points]
    return {
        "columns": columns(title, points, marks=MARKS),
        "lines": lines(title, [Series("Now", points), Series("Without", banded, "other", True)], marks=MARKS),
        "bars": bars(title, rows),
        "ranges": ranges(title, rows),
    }  # fmt: skip


def read(svg):
    return ElementTree.fromstring(svg)  # noqa: S314 (ours)


def texts(svg):
    return [each.text for each in read(svg).iter() if each.tag.endswith("text")]


@pytest.mark.parametrize("kind", ["columns", "lines", "bars", "ranges"])
def test_nothing_is_inline(kind):
    drawing = every_kind(NASTY)[kind]
    for svg in (drawing.svg, drawing.narrow):
        for element in read(svg).iter():
            assert element.tag.split("}")[-1] not in ("style", "script", "foreignObject", "image")
            assert not [name for name in element.attrib if name == "style" or name.startswith("on")]
            assert not element.attrib.get("href", "/").startswith("javascript")


@pytest.mark.parametrize("kind", ["columns", "lines", "bars", "ranges"])
def test_every_point_is_reached_by_keyboard_and_says_its_number(kind):
    found = [each for each in read(every_kind()[kind].svg).iter() if each.get("class") == "point"]
    assert len(found) >= len(WEEKS)
    for each in found:
        assert each.tag.endswith("a") and each.get("href") or each.get("tabindex") == "0"
        assert each.get("aria-label") and each.find("title").text == each.get("aria-label")


def test_labels_stand_on_the_chart_and_numbers_in_its_table():
    drawing = columns("Solved", WEEKS)
    for each in ("20", "0", "7", "9", "1 Sep", "22 Sep"):
        assert each in texts(drawing.svg)
    assert [[cell.text for cell in row] for row in drawing.rows] == [
        ["1 Sep", "20", "0"], ["8 Sep", "0", "0"], ["15 Sep", "7", "0"], ["22 Sep", "9", "2"],
    ]  # fmt: skip
    assert drawing.rows[0][1].href == "/rows/?a=1&b=2"
    assert "of them provisional: 2" in drawing.svg


def test_what_is_not_known_is_a_gap_and_no_nought():
    points = [Point("a", 4), Point("b", None), Point("c", 6), Point("d", 8)]
    path = next(each for each in read(lines("x", [Series("S", points)]).svg) if each.get("class") == "line")  # fmt: skip
    assert path.get("d").count("M") == 2
    assert [row[1].text for row in lines("x", [Series("S", points)]).rows] == ["4", "–", "6", "8"]
    svg = bars("x", [Bar("a", 3), Bar("b", None, note="few")]).svg
    assert len(re.findall('class="column"', svg)) == 1 and "b: few" in svg


def test_lines_are_named_at_their_ends_and_names_keep_apart():
    points = [Point("a", 10), Point("b", 10.1)]
    svg = lines("x", [Series("One", points), Series("Two", points), Series("Three", points)]).svg
    heights = [float(each.get("y")) for each in read(svg) if (each.get("class") or "").startswith("end-name")]  # fmt: skip
    assert len(heights) == 3
    assert all(after - before >= 29 for before, after in zip(heights, heights[1:], strict=False))


def test_words_of_marks_do_not_cover_each_other():
    svg = columns("x", WEEKS, marks=[Mark(1, "A long note about it"), Mark(2, "Another long note")]).narrow  # fmt: skip
    heights = {each.get("y") for each in read(svg).iter() if each.get("class") == "note-text"}
    assert len(heights) == 2


def test_spark_is_a_picture_with_words_or_nothing():
    drawn = read(spark([1, None, 3, 2], "Rising"))
    assert drawn.get("role") == "img" and drawn.get("aria-label") == "Rising"
    assert spark([None, 4], "x") == ""


def test_a_drawing_alone_brings_its_colours():
    found = standalone(columns("x", WEEKS), "#8a4b1c")
    assert found.startswith("<svg xmlns=") and "#8a4b1c" in read(found)[0].text


numbers = st.one_of(st.none(), st.floats(-1e6, 1e9, allow_nan=False), st.integers(0, 50))


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=40), numbers), max_size=30)
)  # fmt: skip
def test_any_numbers_are_drawn_within_the_frame(rows):
    points = [Point(label, value) for label, value in rows]
    positive = [Point(label, value and abs(value)) for label, value in rows]
    for drawing in (
        columns("x", positive, marks=MARKS),
        lines("x", [Series("S", points)], marks=MARKS),
        bars("x", [Bar(each.label, each.value) for each in points]),
    ):
        for svg in (drawing.svg, drawing.narrow):
            drawn = read(svg)
            _x, _y, width, height = map(float, drawn.get("viewBox").split())
            for each in drawn.iter():
                for name, most in (("x", width), ("cx", width), ("y", height), ("cy", height)):
                    assert -1 <= float(each.get(name, 0)) <= most + 1, (name, each.attrib)
                assert "nan" not in (each.get("d") or "")
