"""A trend is said with its direction, and called chance where it may be."""

import pytest

from analytics.metrics import Figure
from analytics.wording import apart, differ, duration, money, price, span, trend


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (14, 20, False),
        (14, 40, True),
        (0, 0, False),
        (10, 0, True),
        (500, 560, False),
        (400, 560, True),
    ],
)
def test_counts_differ_only_beyond_chance(now, before, expected):
    assert differ(Figure(now), Figure(before), 30, 30) is expected


def test_a_longer_month_is_no_rise():
    """310 in 31 days and 280 in 28 days are one rate."""
    assert not differ(Figure(3100), Figure(2800), 31, 28)
    assert differ(Figure(3100), Figure(2800), 28, 28)


def test_estimates_differ_when_their_intervals_do_not_meet():
    assert apart(Figure(5, 4, 6), Figure(9, 8, 10))
    assert not apart(Figure(5, 4, 8), Figure(9, 7, 10))
    assert not apart(Figure(5, 4, None), Figure(9, 7, 10))


def said(now, before, *, more_is_good=True, is_sure=True):
    return trend(
        Figure(now),
        Figure(before),
        "the 30 days before",
        more_is_good=more_is_good,
        is_sure=is_sure,
    )


def test_mood_follows_what_is_good():
    assert (said(12, 10).direction, said(12, 10).mood) == ("rise", "good")
    assert said(12, 10, more_is_good=False).mood == "bad"
    assert said(8, 10).mood == "bad" and "20 % less than in the 30 days before" in said(8, 10).text


def test_what_grew_out_of_all_proportion_is_said_in_times():
    assert said(459.9, 8.5).text == "54 times as much as in the 30 days before."
    assert said(2847, 0.73).text == "Far more than in the 30 days before."
    assert said(99, 10).text == "890 % more than in the 30 days before."


def test_what_was_or_fell_below_nothing_has_no_share():
    assert said(460, -120).text == "More than in the 30 days before."
    assert said(-20, 300).text == "Less than in the 30 days before."


def test_chance_has_no_mood():
    found = said(12, 10, is_sure=False)
    assert not found.mood and found.text.endswith("it may be chance.")


def test_nothing_to_compare_with_is_said():
    assert "None in" in said(3, 0).text
    assert "Not enough evidence" in said(None, 4).text


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (20, "under a minute"),
        (240, "4 min"),
        (12_000, "3 h 20 min"),
        (7200, "2 h"),
        (187_200, "2 d 4 h"),
        (None, "longer than we have seen"),
    ],
)
def test_waits_are_said_in_two_units(seconds, words):
    assert duration(seconds) == words


def test_money_is_whole_and_prices_are_not():
    assert (
        money(1234.5, "GBP") == "£1,234"
        and price(7.8, "GBP") == "£7.80"
        and money(12, "CHF") == "12 CHF"
    )
    assert span("£1", "£1") == "£1" and span("£1", "£2") == "£1–£2"
