"""How long questions wait, read where they lie: Kaplan and Meier's estimate in one statement, for a thousand as for a million.

`analytics/statistics/survival.py` says the same in plain Python, with the sources of the formulas; a test compares the
two on random histories.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet, Value
from django.db.models.fields import BigIntegerField
from django.db.models.functions import Coalesce

from analytics.statistics.proportions import Z_95
from analytics.statistics.survival import Quantile
from forums.models import Topic

HALF, NINE_IN_TEN = 0.5, 0.9
TINY = 1e-12


@dataclass(frozen=True, slots=True)
class Waits:
    """Of some questions: how many, how many are open (and for longer than a day, than three), median and ninth decile in seconds."""

    number: int = 0
    open: int = 0
    open_24: int = 0
    open_72: int = 0
    median: Quantile = Quantile(None, None, None)
    late: Quantile = Quantile(None, None, None)


STATEMENT = """
WITH asked (place, created_at, answered_at) AS ({topics}),
waits AS (
    SELECT place, answered_at IS NOT NULL AS is_over,
           greatest(0, extract(epoch FROM coalesce(answered_at, %s) - created_at))::float8 AS wait
    FROM asked
), leaving AS (
    SELECT place, wait, count(*) AS leaving, count(*) FILTER (WHERE is_over) AS ended FROM waits GROUP BY place, wait
), risk AS (
    SELECT place, wait, ended::float8, (sum(leaving) OVER (PARTITION BY place ORDER BY wait DESC))::float8 AS at_risk
    FROM leaving
), steps AS (
    SELECT place, wait,
           CASE WHEN bool_or(ended = at_risk) OVER upto THEN 0
                ELSE exp(sum(CASE WHEN ended < at_risk THEN ln(1 - ended / at_risk) END) OVER upto) END AS waiting,
           sum(CASE WHEN ended < at_risk THEN ended / (at_risk * (at_risk - ended)) END) OVER upto AS greenwood
    FROM risk WHERE ended > 0 WINDOW upto AS (PARTITION BY place ORDER BY wait)
), bounds AS (
    SELECT place, wait, waiting,
           CASE WHEN waiting > 0 AND waiting < 1 THEN power(waiting, exp(spread)) ELSE waiting END AS low,
           CASE WHEN waiting > 0 AND waiting < 1 THEN power(waiting, exp(-spread)) ELSE waiting END AS high
    FROM (
        SELECT *, CASE WHEN waiting > 0 AND waiting < 1 THEN %s * sqrt(greenwood) / abs(ln(waiting)) END AS spread
        FROM steps
    ) AS spreads
), served AS (
    SELECT place,
           min(wait) FILTER (WHERE low <= %s) AS median_low, min(wait) FILTER (WHERE waiting <= %s) AS median,
           min(wait) FILTER (WHERE high <= %s) AS median_high, min(wait) FILTER (WHERE low <= %s) AS late_low,
           min(wait) FILTER (WHERE waiting <= %s) AS late, min(wait) FILTER (WHERE high <= %s) AS late_high
    FROM bounds GROUP BY place
), numbers AS (
    SELECT place, count(*) AS number, count(*) FILTER (WHERE NOT is_over) AS open,
           count(*) FILTER (WHERE NOT is_over AND wait > 86400) AS open_24,
           count(*) FILTER (WHERE NOT is_over AND wait > 259200) AS open_72
    FROM waits GROUP BY place
)
SELECT place, number, open, open_24, open_72, median_low, median, median_high, late_low, late, late_high
FROM numbers LEFT JOIN served USING (place)
"""


def waits(topics: QuerySet[Topic], now: datetime) -> Waits:
    """Of all of them together."""
    return _read(topics.annotate(_place=Value(0, BigIntegerField())), now).get(0, Waits())


def waits_by(topics: QuerySet[Topic], now: datetime, by: str) -> dict[int, Waits]:
    """By a column that names a place ("space", "board"); 0 is no place. One statement, however many places."""
    place = Coalesce(F(f"{by}_id"), Value(0), output_field=BigIntegerField())
    return _read(topics.annotate(_place=place), now)


def _read(topics: QuerySet[Any], now: datetime) -> dict[int, Waits]:
    """Of topics with their `_place`."""
    rows = topics.order_by().values_list("_place", "created_at", "answered_at")
    sql, values = rows.query.sql_with_params()
    levels = [1 - HALF + TINY] * 3 + [1 - NINE_IN_TEN + TINY] * 3
    with connection.cursor() as cursor:
        # What stands in the statement is the ORM's own text; values are parameters.
        cursor.execute(STATEMENT.format(topics=sql), [*values, now, Z_95, *levels])
        return {
            place: Waits(number, still, day, three, Quantile(*times[:3]), Quantile(*times[3:]))
            for place, number, still, day, three, *times in cursor
        }
