"""What contacts and the community cost, how many customers there are, and where contacts came from before."""

OLD_DESK = "Old help desk"

COUNTS_CUSTOMERS = "Sales"
CUSTOMERS_SOURCE = "Orders of the twelve months before, each customer once"
CUSTOMERS = (18_400, 19_100, 19_900, 20_600, 21_500, 22_300)
"""Active customers, every four months from the first."""

# Name, channel, least, expected, most, currency, owner, source.
COSTS = (
    ("cost_per_contact", "phone", "9.50", "11.20", "14.00", "GBP", "Helen Marsh",
     "Finance: minutes a call, what a minute costs, and the line"),
    ("programme_cost", "", "40", "45", "60", "GBP", "Helen Marsh", "Contracts: hosting, mail, the software’s upkeep"),
    ("staff_hours", "", "2", "3", "4", "", "Community team", "What moderators and staff wrote down in the last quarter"),
    ("hour_cost", "", "24", "28", "33", "GBP", "Helen Marsh", "Finance: wages and what comes on top"),
)  # fmt: skip
