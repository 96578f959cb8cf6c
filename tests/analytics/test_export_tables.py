import csv
import io
import tracemalloc
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from analytics.exports import csv_pieces, workbook, xlsx_pieces

HEAD = ["title", "number", "when"]
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"]


def read_csv(rows, remarks=()):
    text = "".join(csv_pieces(HEAD, rows, remarks)).lstrip("\ufeff")
    return list(csv.reader(io.StringIO(text)))


def read_xlsx(rows, remarks=()):
    return load_workbook(io.BytesIO(b"".join(xlsx_pieces(HEAD, rows, remarks))))


@pytest.mark.parametrize("text", FORMULAS)
def test_csv_runs_no_formula(text):
    assert read_csv([[text, -3, None]])[1] == [f"'{text}", "-3", ""]


@pytest.mark.parametrize("text", FORMULAS)
def test_workbook_holds_text_and_no_formula(text):
    cell = read_xlsx([[text, -3, None]]).worksheets[0]["A2"]
    assert cell.data_type == "s"
    assert cell.value == text
    assert cell.quotePrefix


def test_workbook_says_what_it_counts_on_a_sheet_of_its_own():
    book = read_xlsx([["a", 1, None]], ["Counts: what people asked", "=1+1"])
    assert [row[0].value for row in book.worksheets[1].rows][1:] == [
        "Counts: what people asked",
        "=1+1",
    ]
    assert book.worksheets[1]["A3"].data_type == "s"


def test_numbers_stay_numbers_and_odd_letters_do_no_harm():
    row = ["<b>&\x00\x0b drip \ud800é", 2.5, datetime(2026, 5, 4, 10, 30, tzinfo=UTC)]
    sheet = read_xlsx([row, [True, Decimal("12.30"), date(2026, 5, 4)]]).worksheets[0]
    assert [cell.value for cell in sheet[2]] == ["<b>& drip é", 2.5, "2026-05-04T10:30:00+00:00"]
    assert [cell.value for cell in sheet[3]] == [True, 12.3, "2026-05-04"]


def test_head_leaves_before_a_row_is_read():
    def rows():
        raise AssertionError("read too early")
        yield

    assert "title" in next(csv_pieces(HEAD, rows()))
    assert next(xlsx_pieces(HEAD, rows()))


@pytest.mark.parametrize("pieces", [csv_pieces, xlsx_pieces])
def test_memory_is_as_flat_for_many_rows_as_for_few(pieces):
    def measured(number):
        tracemalloc.start()
        rows = (["=title of a conversation", index, "2026-05-04"] for index in range(number))
        size = sum(len(piece) for piece in pieces(HEAD, rows))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak, size

    few, _small = measured(2_000)
    many, large = measured(40_000)
    assert many < few * 1.5 + 200_000
    assert large > 200_000


def test_sheet_says_when_it_is_full(monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 4)
    sheet = read_xlsx([["a", index, None] for index in range(9)]).worksheets[0]
    assert sheet.max_row == 4
    assert "CSV" in sheet["A4"].value
