"""Communities whose true deflection is known: how often does the 95 % interval have it?

`python -m bench.deflection_truth [RUNS]` plays each world RUNS (1,000) times, by the project's own rule for grades and its own
estimate, and prints the table of docs/deflection-truth.md. No database: people are drawn, each with what they would have
done had nothing helped them, and only what a community could see of them is told to the estimate.
"""

import os
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import django
import numpy

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings")
os.environ.setdefault("SECRET_KEY", "no request is ever answered here " * 2)
django.setup()

from analytics.deflection.answers import Answers  # noqa: E402
from analytics.deflection.estimate import Counts, Deflected  # noqa: E402
from analytics.models import Grade, IntentEvidence  # noqa: E402
from analytics.statistics.proportions import newcombe  # noqa: E402
from analytics.windows import grade_of  # noqa: E402

Kind = IntentEvidence.Kind
SEED = 2026
NOW = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass(frozen=True)
class World:
    """What is true of a community. Shares of people who begin the contact form, and of readers.

    `sends`: who sends when answers are withheld; `prevented`: whom the answers keep from it, of all who were shown some.
    `reads`: who leaves after reading an answer without a word, of all shown. `lift`: how much likelier than on the average
    one of those would have sent; 1 is what the formula takes for granted.
    """

    name: str
    forms: int = 4000
    withheld: float = 0.1
    sends: float = 0.6
    prevented: float = 0.25
    reads: float = 0.2
    lift: float = 1.0
    readers: int = 6000
    asked: float = 0.15
    answers: float = 0.6
    finds: float = 0.55
    would: float = 0.3
    asks_back: float = 0.9
    questions: int = 500
    solved: float = 0.5


WORLDS = (
    World("as the formula takes it"),
    World("a small community", forms=900, readers=1200, questions=80, asked=0.3),
    World("hardly anybody would have written", would=0.04, finds=0.4),
    World("the answers help little", prevented=0.04, sends=0.5, reads=0.15),
    World("the form is all there is", readers=60, questions=40),
    World("readers are all there is", forms=500, reads=0.02, prevented=0.1),
    World("those who read are helped twice as much", lift=2.0),
)


class Clue:
    """A piece of evidence as the rule wants it."""

    def __init__(self, kind: str, minutes: int) -> None:
        self.kind, self.at, self.subject = kind, NOW + timedelta(minutes=minutes), "one"


def graded(*kinds: str) -> str:
    """The grade of somebody who did these things in this order, by the project's own rule."""
    return grade_of([Clue(kind, minutes) for minutes, kind in enumerate(kinds)])


STORIES = {
    "sent": graded(Kind.CONTACT_STARTED, Kind.ANSWER_OPENED, Kind.CASE_OPENED),
    "solved": graded(Kind.CONTACT_STARTED, Kind.ANSWER_OPENED, Kind.ENQUIRY_SOLVED),
    "read": graded(Kind.CONTACT_STARTED, Kind.ANSWER_OPENED),
    "left": graded(Kind.CONTACT_STARTED),
    "reader": graded(Kind.SOLVED_TOPIC_READ),
    "reader_yes": graded(Kind.SOLVED_TOPIC_READ, Kind.SURVEY_YES),
    "reader_no": graded(Kind.SOLVED_TOPIC_READ, Kind.SURVEY_NO),
    "asked": graded(Kind.QUESTION_ASKED),
    "accepted": graded(Kind.QUESTION_ASKED, Kind.SOLUTION_ACCEPTED),
}


@dataclass
class Run:
    """One play: what the estimate said, and the truth."""

    low: float
    value: float
    high: float
    truth: float
    happened: float


def play(world: World, lots: numpy.random.Generator) -> Run:
    seen: dict[str, int] = dict.fromkeys(Grade.values, 0)

    def count(story: str, number: int) -> None:
        seen[STORIES[story]] += int(number)

    # The contact form: who would have sent, and who is kept from it.
    withheld = int(lots.binomial(world.forms, world.withheld))
    shown = world.forms - withheld
    withheld_sent = int(lots.binomial(withheld, world.sends))
    after_answers = world.sends - world.prevented
    would_of_read = min(1.0, world.prevented * world.lift)
    # Of all shown: sent, left after reading (a share of whom would have sent), said it is solved, or left without reading.
    solved_share = (1 - after_answers - world.reads) * 0.7
    sent, read, solved, left = lots.multinomial(
        shown,
        [
            after_answers,
            world.reads,
            solved_share,
            1 - after_answers - world.reads - solved_share,
        ],
    )
    count("sent", sent + withheld_sent)
    count("read", read)
    count("solved", solved)
    count("left", left + withheld - withheld_sent)
    effect = newcombe(withheld_sent, withheld, int(sent), int(shown))
    read_would = int(lots.binomial(read, would_of_read))

    # Readers: found it or not, would have written or not; some are asked, and some of those answer.
    finds = lots.random(world.readers) < world.finds
    would = lots.random(world.readers) < world.would
    answered = lots.random(world.readers) < world.asked * world.answers
    says = answered & (lots.random(world.readers) < world.asks_back)
    answers = Answers(
        asked=int(answered.sum()),
        missed=int((answered & ~finds).sum()),
        would=int((says & finds & would).sum()),
        would_not=int((says & finds & ~would).sum()),
        left_open=int((answered & ~says & finds).sum()),
    )
    silent = ~answered
    count("reader", silent.sum())
    count("reader_yes", (answered & finds).sum())
    count("reader_no", answers.missed)

    accepted = int(lots.binomial(world.questions, world.solved))
    count("accepted", accepted)
    count("asked", world.questions - accepted)

    counts = Counts(seen[Grade.CONFIRMED], seen[Grade.IMPLICIT], seen[Grade.POTENTIAL])
    total = Deflected(counts, counts, effect, answers.share()).total
    truth = (
        counts.confirmed + counts.implicit * would_of_read
        + (counts.potential * world.finds * world.would if answers.is_enough else 0)
    )  # fmt: skip
    happened = counts.confirmed + read_would + int((silent & finds & would).sum())
    return Run(total.low, total.value, total.high, truth, happened)


def line(world: World, runs: int) -> str:
    lots = numpy.random.default_rng(SEED)
    played = [play(world, lots) for _ in range(runs)]
    held = sum(run.low <= run.truth <= run.high for run in played) / runs
    below = sum(run.truth < run.low for run in played) / runs
    above = sum(run.truth > run.high for run in played) / runs
    happened = sum(run.low <= run.happened <= run.high for run in played) / runs
    mean = sum(run.value for run in played) / runs
    truth = sum(run.truth for run in played) / runs
    width = sum(run.high - run.low for run in played) / runs
    return (
        f"| {world.name} | {truth:,.0f} | {mean:,.0f} | ±{width / 2:,.0f} | **{held:.1%}** | {below:.1%} | {above:.1%} "
        f"| {happened:.1%} |"
    )


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    started = time.monotonic()
    print("| world | true deflection | estimate | half the interval | truth inside | truth below | truth above | what happened inside |")  # fmt: skip
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for world in WORLDS:
        print(line(world, runs), flush=True)
    print(f"\n{runs:,} runs a world, seed {SEED}, {time.monotonic() - started:.0f} s.")


if __name__ == "__main__":
    main()
