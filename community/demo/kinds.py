"""What the company said to ideas, what was asked before, and polls. Topics by their keys; days after they were opened."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    topic: str
    status: str
    by: str
    days_after: float
    text: str


@dataclass(frozen=True, slots=True)
class Poll:
    """`tastes`: how strongly each answer draws; `open_days`: from its topic on, nothing: it stays open."""

    topic: str
    question: str
    method: str
    options: tuple[str, ...]
    tastes: tuple[float, ...]
    voters: int
    shown: str = "always"
    is_secret: bool = True
    open_days: float | None = None


ANSWERS = (
    Answer("small-parts", "in_progress", "ines", 2.2, "Packing says yes to single parts. The numbered drawing comes first."),
    Answer(
        "small-parts", "done", "ines", 33.5,
        "164 parts, each with a number, a size where it is a standard one, and a price. O-rings come in envelopes, "
        "one at a time if you like.",
    ),
    Answer("plover-autotimer", "in_progress", "sam", 2.5, "In the test firmware, for the first ten who ask."),
    Answer("plover-autotimer", "done", "sam", 34, "In version 2.4, for every Plover. The constant second is subtracted."),
    Answer(
        "quiet-pump", "planned", "ines", 5,
        "Soft mounts bring it from 58 to 52 dB at one metre. They have to survive a year of shaking on the rig "
        "before we sell them; a kit for machines you own is part of the plan.",
    ),
    Answer("litres", "done", "sam", 1.3, "It was there and undocumented: three presses of the steam key when cold. Now it is in the manual."),
    Answer(
        "dark-green", "declined", "ines", 9,
        "The green needed a lacquer that our painter may not use any more, and the ones we tried instead look like "
        "a garden chair. We would rather say no than sell you that. If a good one turns up, this is opened again.",
    ),
    Answer("stickers", "in_progress", "helen", 3, "One sticker, on the box, from the next batch on."),
    Answer("lend", "planned", "priya", 4, "Two machines against a deposit to begin with. First names and cities only; through us."),
)  # fmt: skip

DUPLICATES = (
    ("stalls-again", "stalls", "agnieszka", "The same stall at the end of the pour; solved there."),
    ("soft-mount", "quiet-pump", "callum", "It is the mount that is being tested there."),
)  # fmt: skip

POLLS = (
    Poll(
        "open-day", "Which Saturday suits you?", "multiple",
        ("The first one", "The second one", "The third one", "None of them"), (3, 5, 2, 1), 17,
        shown="voted", is_secret=False, open_days=10,
    ),
    Poll(
        "blind-water", "Which water shall Oskar's wife pour next?", "ranked",
        ("Alkalinity 20", "Tap water from Leeds", "Rain", "The same three times"), (3, 4, 2.5, 3.5), 19,
    ),
    Poll(
        "lend", "Which would you borrow first?", "single", ("The Tern", "The Wren", "The Plover"), (5, 3, 1), 12,
        shown="closed", open_days=18,
    ),
    Poll(
        "where-you-brew", "And how many of you brew there?", "single",
        ("Only me", "Two", "A crowd"), (5, 4, 1), 21,
    ),
)  # fmt: skip
