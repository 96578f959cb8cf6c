"""Reports by members, open and decided. `post` is a conversation's key and the number of the post."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    key: str
    number: int
    by: str
    ago: str
    reason: str
    note: str
    decision: Literal["", "kept", "hidden"] = ""
    decided_after: str = ""
    because: str = ""


REPORTS: tuple[Report, ...] = (
    Report(
        key="hand-or-wren", number=6, by="agnieszka", ago="60d", reason="spam",
        note="Same text on three boards, and a shop link.",
        decision="hidden", decided_after="40m",
        because="Advertising for a shop, by an account made for it.",
    ),
    Report(
        key="small-parts", number=4, by="nils", ago="29d", reason="other",
        note="Company post, is it an advert?",
        decision="kept", decided_after="3h",
        because="It answers a member's idea and is labelled. No advertising.",
    ),
    Report(
        key="four-cappuccinos", number=4, by="ben", ago="41d", reason="unkind",
        note="Reads like a dig at Nadia.",
        decision="kept", decided_after="9h",
        because="I asked Nadia; they are joking with each other. Thank you for looking out.",
    ),
    Report(
        key="lend", number=2, by="mara", ago="2d", reason="private",
        note="Hassan invites strangers home with his town. Maybe ask him if he means it?",
    ),
    Report(
        key="aftermarket-burrs", number=2, by="hugo", ago="1d", reason="unkind",
        note="Makes fun of somebody who isn't here.",
    ),
)  # fmt: skip
