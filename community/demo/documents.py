"""What stands beside the texts of policies: earlier versions, a translation, who accepted them, what was said clause by clause."""

from dataclasses import dataclass
from pathlib import Path

POLICIES = Path(__file__).parent / "policies"


def _text(name: str) -> str:
    return (POLICIES / name).read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    days_ago: int
    source: str
    summary: str


RULES_SLUG = "workbench-rules"
RULES_TITLE = "Rules of the workbench"
RULES_SPACE = "home-espresso"
RULES = (
    Version(days_ago=176, source=_text("workbench_rules_1.md"),
            summary="Plug out first, no guesses about mains and pressure, show pictures."),
    Version(days_ago=121, source=_text("workbench_rules_2.md"),
            summary="Plug out first, posts about mains are labelled, wrong advice is corrected where it stands."),
    Version(days_ago=48, source=_text("workbench_rules_3.md"),
            summary="Plug out first, posts about mains and pressure are labelled, wrong advice is corrected where it stands."),
)  # fmt: skip

GERMAN_TITLE = "Bedingungen der Gemeinschaft"
GERMAN_TEXT = _text("community_terms_1.de.md")
GERMAN_SUMMARY = (
    "Was Sie hier von uns erwarten dürfen, was wir von Ihnen erwarten, und wie das geändert wird."
)
GERMAN_DAYS_AGO = 150

DEMAND_WHY = (
    "Your yes is kept on record, so that nobody can say later that the rules were not known."
)
DEMAND_DAYS_AGO = 60
STILL_ASKED = {"tomas", "mara", "bea", "yuki"}
"""Handles of those who have not accepted the terms yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """A post of the terms' discussion as an argument; `post` is its number there."""

    post: int
    clause: str
    side: str


ARGUMENTS = (
    Pinned(post=8, clause="clause-3", side="for"),
    Pinned(post=10, clause="clause-3", side="against"),
    Pinned(post=12, clause="clause-2", side="for"),
    Pinned(post=15, clause="clause-2", side="for"),
    Pinned(post=14, clause="clause-2", side="against"),
    Pinned(post=6, clause="clause-4", side="against"),
)

# Bea's words for clause 4, taken into the text while it was discussed.
AMENDMENT_POST = 5
AMENDMENT_ANSWER_POST = 7
AMENDMENT_KEY = 5
AMENDED_CLAUSE = "clause-4"
NOW_WORDS = "Without an answer we don't use it."
FORMER_WORDS = "Without an answer for 14 days we take it for a yes."
SUPPORTERS = ("mara", "oskar", "ruth", "hassan", "callum", "agnieszka", "freya")
AMENDMENT_ANSWER = "Convinced: silence is a no."
WHY_NO_RESTART = (
    "It takes from Fennimore what nobody had spoken for, and the discussion had twelve days to go."
)

ANSWERS = {
    "clause-2": "You can delete single answers before you leave, and leaving asks you which. We keep the rest without your "
    "name, because they solved the questions of others. Next time such changes are put to the vote one by one.",
    "clause-3": "Only community managers can look at deleted posts in the 30 days, through a page that records each look with "
    "its reason. A reported post is kept until the report is decided: that is 3.3, which stays.",
    "clause-4": "Pictures are asked for one by one, never for advertising, and silence is a no.",
}  # fmt: skip

# What is said just now about how posts are taken away: arguments, and Wei's words, which wait for an answer.
OPEN_TOPIC_KEY = "moderation-2"
OPEN_ARGUMENTS = (
    Pinned(post=2, clause="clause-2", side="for"),
    Pinned(post=3, clause="clause-2", side="for"),
    Pinned(post=4, clause="clause-2", side="against"),
)
OPEN_AMENDMENT_POST = 5
OPEN_AMENDMENT_KEY = 6
OPEN_CLAUSE = "clause-3"
OPEN_WORDS = ("within 14 days", "within 7 days")
OPEN_SUPPORTERS = ("mara", "callum", "agnieszka")
