"""Reports about posts of the story, and one post that the automation held back wrongly. See `community/demo/reports.py`."""

from community.demo.reports import Report

REPORTS: tuple[Report, ...] = (
    Report(
        key="dipper-here", number=2, by="nils", ago="83d", reason="other",
        note="Is he paid for that?",
        decision="kept", decided_after="50m",
        because="Callum asked for it three years ago, and that is what he says. Nobody paid him.",
    ),
    Report(
        key="dipper-rubber", number=1, by="hugo", ago="66d", reason="other",
        note="Sounds like a competitor.",
        decision="kept", decided_after="2h",
        because="She has the machine, and others smelled it, too.",
    ),
    Report(
        key="dipper-dishwasher", number=1, by="lotte", ago="64d", reason="misplaced",
        note="Second topic about cleaning in a week.",
        decision="kept", decided_after="1d",
        because="Two questions, two answers. I have linked them to each other.",
    ),
    Report(
        key="parts-cost", number=3, by="ruth", ago="23d", reason="unkind",
        note="Greedy is a strong word.",
        decision="kept", decided_after="1h",
        because="Hard, and about a price, not about a person. That may stand here.",
    ),
    Report(
        key="parts-cost", number=4, by="amelie", ago="23d", reason="unkind",
        note="About a person, and mean.",
        decision="hidden", decided_after="1h",
        because="It is about a person and what should be done to them. The price may be argued about, people not.",
    ),
    Report(
        key="parts-cost", number=2, by="nils", ago="22d", reason="other",
        note="Sarcasm?",
        decision="kept", decided_after="5h",
        because="I asked Bea. She means it.",
    ),
)  # fmt: skip

HELD = ("first-week", 2)
"""Taken for advertising by three reports within an hour; a manager showed it again."""

WHY_HELD, SHOWN_AFTER = "Three members reported it.", "3h"
