"""How the customers of the half year came, what they searched for in vain, and what they bought."""

from community.demo.halfyear import LAUNCH, PRICES

PASSERS_BY = 190

# How they came, as in visits.py, and how often: around the launch, and else.
AT_LAUNCH = {"dipper-launch": 5, "search": 4, "social": 2}
ELSE = {"search": 6, "newsletter": 1, "direct": 2, "social": 1}

# Words that found nothing, by how many people, since which day.
MISSED = (
    ("dipper case", 13, LAUNCH - 1),
    ("old price list", 9, PRICES - 1),
    ("milk frother", 7, 88),
    ("left handed lever", 4, LAUNCH - 5),
)

BOUGHT, POUNDS = "Dipper", 189
BUYERS = 0.4
"""Of those who agreed that we may know: the share that bought one."""

ONLY_BOUGHT = 0.7
"""Of the buyers: how many have not come back since."""

CURIOUS = 11
"""Passers-by who agreed that we may write to them, and looked once."""

TAKERS = 0.3
"""Of the customers who came back: how many took a sheet of the library that is for members."""

ONCE_ONLY = 0.3
"""Of the customers who agreed to be measured: how many came once and not again."""
