"""Charts as SVG, drawn on the server: classes and attributes only, so that the strict policy lets them through.

`columns`, `lines`, `bars` and `ranges` give a `Drawing`, which holds its numbers as a table and draws itself wide and
narrow (`analytics/_drawing.html` shows all three); `spark` gives the SVG of a line without words. Scales and shapes are
d3's, by detroit. What stands in a drawing is escaped.
"""

from analytics.drawing.bars import Bar, bars, ranges
from analytics.drawing.base import Cell, Drawing, Mark, Point, Series
from analytics.drawing.columns import columns
from analytics.drawing.lines import lines
from analytics.drawing.sparks import spark

__all__ = [
    "Bar",
    "Cell",
    "Drawing",
    "Mark",
    "Point",
    "Series",
    "bars",
    "columns",
    "lines",
    "ranges",
    "spark",
]
