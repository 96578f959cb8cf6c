"""How long things take and how many they need, where nobody says otherwise. Never shorter than the least."""

from datetime import timedelta

LEAST_COMMENT_DAYS = 7
LEAST_VOTING_DAYS = 3
MOST_DAYS = 365

NOTICE = timedelta(days=3)
"""Between the call by the threshold and the opening: time to look at the roll."""

OPENS_WITHIN = timedelta(days=60)
"""Between the announcement and the discussion. Meanwhile nobody else can change the policy."""

STANDS_BEFORE_VOTE = timedelta(days=2)
"""A text that changes in these last days before its vote begins its discussion anew, whatever the reason."""

CALL_WITHIN = timedelta(days=60)
"""What nobody calls to the vote so long after its discussion lapses."""

PETITION_DAYS = 60
LEAST_SIGNATURES = 3
ACCOUNT_DAYS = 14
"""How old an account is that signs, counts as a voice in the discussion, or is on a roll."""

ACTIVE_DAYS = 30
"""Who was here so lately is active: on a roll, and among those of whom a share calls a vote."""

SUBSTANTIVE_WORDS = 20
RECOUNT_EVERY = timedelta(hours=1)
