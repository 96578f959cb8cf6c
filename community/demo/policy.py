"""One policy, in force, and a proposal to change it on which the members are voting now."""

from dataclasses import dataclass
from pathlib import Path

POLICIES = Path(__file__).parent / "policies"


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    by: str
    supports: bool
    text: str


POLICY_SLUG = "community-terms"
POLICY_TITLE = "Community terms"
POLICY_SUMMARY = "What you may expect of us here, what we expect of you, and how that is changed."
IN_FORCE_DAYS_AGO = 180
IN_FORCE_TEXT = (POLICIES / "community_terms_1.md").read_text(encoding="utf-8")

PROPOSAL_TITLE = "Shorter memory, clearer rules for pictures, answers that stay"
PROPOSAL_BY = "priya"
PROPOSAL_DAYS_AGO = 19
PROPOSAL_TOPIC_KEY = "terms-2"
PROPOSAL_TEXT = (POLICIES / "community_terms_2.md").read_text(encoding="utf-8")
PROPOSAL_REASON = """\
Three clauses no longer fit how we live here.

- **Deleted posts (3.1).** 180 days was a guess. In half a year nobody asked for a post back after \
more than nine days. We'd like to forget sooner, say who can look until then, and include the \
backups.
- **Pictures (4.2, 4.3).** You post better pictures of gaskets than we do. Today we may not use a single \
one in our care guides, not even when you'd like us to. The change allows it, picture by picture, \
only with your yes.
- **Answers of people who leave (2.3).** When somebody closes their account, questions of others \
lose the answer that solved them. The change keeps answers, without the name, unless the person \
wants them gone.

If it is voted down, the terms of today stay in force.
"""

PROPOSAL_SUMMARY = (
    "Deleted posts are kept for 30 days rather than 180. Fennimore may show a picture of yours in its "
    "care guides if you say yes to that picture. Answers stay when somebody leaves, without the name."
)
PROPOSAL_AFFECTED = "Everyone who posts here: clauses 2.3, 3.1 and 4.2 change, 4.3 is new. What is public and who may write stays."

VOTING_OPENED_DAYS_AGO = 10
VOTING_CLOSES_IN_DAYS = 11
QUORUM_PERCENT = 30

ARGUMENTS = (
    Argument(by="wei", supports=True, text="30 days is enough to undo a mistake, and looks into "
             "deleted posts are recorded."),
    Argument(by="bea", supports=True, text="Pictures are asked for one by one; silence is a no."),
    Argument(by="ruth", supports=True, text="Half of what I know here comes from answers that "
             "should outlive an account."),
    Argument(by="agnieszka", supports=False, text="My words shouldn't stay under any name when I "
             "go. The three changes should have been three votes."),
    Argument(by="oskar", supports=False, text="A company that may use pictures a little will want "
             "to use them more. The clean rule is the one we have."),
)  # fmt: skip

# Ballots so far, in the order they were cast: handle, choice, days ago.
BALLOTS: tuple[tuple[str, bool, float], ...] = (
    ("callum", True, 9.8),
    ("wei", True, 9.6),
    ("agnieszka", False, 9.1),
    ("hassan", True, 8.4),
    ("bea", True, 7.7),
    ("freya", True, 6.2),
    ("oskar", False, 5.5),
    ("ruth", True, 4.1),
)
