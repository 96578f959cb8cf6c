"""Tables as files: CSV and XLSX, streamed in flat memory, with their definitions, and safe in a spreadsheet."""

from analytics.exports.answering import Kind, answer
from analytics.exports.lines import csv_pieces, notes
from analytics.exports.workbook import xlsx_pieces

__all__ = ["Kind", "answer", "csv_pieces", "notes", "xlsx_pieces"]
