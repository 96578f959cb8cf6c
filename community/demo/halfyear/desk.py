"""What the company's own tools brought: the telephone's list, and a help desk that is connected and switched off."""

PHONE_DESK, PHONE_FILE = "telephone", "telephone-list.csv"
PHONE_COLUMNS = ("Number", "Created", "Subject", "Description", "Customer", "Channel", "Status")
BROUGHT = 2
"""Days ago."""

CALLS_A_WEEK, CALLS_SINCE_PRICES = 3, 9
CALLS = (
    ("Machine leaks", "Asked for the part, wanted to hear it from somebody."),
    ("Order not there", "The carrier had it."),
    ("Warranty", "Serial number read out, covered."),
    ("Descaling light", "Talked through the four steps."),
)
PRICE_CALLS = (
    ("Bill too high", "The price of before was on their list."),
    ("Price of parts", "Wanted to know since when, and why."),
)
# As they stood in the file, and cannot be taken.
BAD_CALLS = (
    ("T-0901", "the 34th", "Bill too high", "Called twice.", "Hartmann", "phone", "closed"),
    ("T-0917", "", "Return", "No date on the slip.", "Okafor", "phone", "closed"),
    ("T-0930", "2 May", "", "", "Lund", "phone", "closed"),
)

DESK_NAME, DESK_ADDRESS, DESK_ACCOUNT = (
    "Zendesk of the sales office",
    "https://fennimore.zendesk.example",
    "otto@fennimore.example",
)

# What an hour costs since the day the list was brought: least, expected, most, who answers for it, and why.
HOUR_COST = ("27", "31", "36", "GBP", "Helen Marsh", "Finance: wages since the new agreement")
