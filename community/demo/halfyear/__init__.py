"""The story of the half year: a launch, a surge, an evangelist on leave, a price change.

Only causes stand here: who asked what, who was away, what cost more. What the figures make of them is for the figures
to say; `tests/community/demo/test_tell_half_year.py` holds them to it.

All moments are days before today's midnight.
"""

DAYS = 180

LAUNCH = 84
"""The Dipper is for sale: twelve weeks ago."""

LAUNCH_LASTS = 14

LEAVE = (54, 26)
"""Ines, who leads Home Espresso and answers most there, is away for four weeks, and nobody stands in for her."""

PRICES = 24
"""Spare parts cost more, and the community cannot know why a bill is higher."""

EVANGELIST = "ines"
SPACE, OTHER_SPACE = "home-espresso", "filter"
PRODUCT = "Dipper"

# Day, what happened, and in which space (nothing: everywhere).
NOTES = (
    (LAUNCH, "The Dipper is for sale", SPACE),
    (LEAVE[0], "Ines is on leave for four weeks", SPACE),
    (LEAVE[1], "Ines is back", SPACE),
    (PRICES, "Price change: spare parts cost 12 % more", ""),
)
