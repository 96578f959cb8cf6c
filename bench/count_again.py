"""How quick a vote is counted, and counted again by a stranger: `python -m bench.count_again`; a table, then JSON.

A million ranked ballots of five options are put into a database of its own (durable, as a house has it) as the close
leaves them, and counted as the close counts them, by each ranked method, Merkle root included. Then a file with 665,654
ballots, as many as Facebook's members cast in 2009, and a roll of a million is written, and recounted by tools/recount.py
in a process of its own.
"""

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.own import own_database, side
from governance.counting import merkle
from governance.counting.methods import count
from governance.counting.outcome import Rules, decide
from governance.counting.profile import Method, Profile, Question
from governance.counting.tally_file import Ballot, rules_facts, tally_facts, write_tally

REPOSITORY = Path(__file__).resolve().parent.parent
FACEBOOK, ROLL = 665_654, 1_000_000
OPTIONS = (1, 2, 3, 4, 5)
GOALS = {"count seconds": 3, "count MB": 500, "recount seconds": 60}


def counted() -> dict[str, Any]:
    """In a house of its own: the seconds and the memory of a count, by method."""
    with own_database() as environment:
        return side(environment, "bench.count_side")


def recounted(folder: Path) -> dict[str, Any]:
    """Write the file of a vote by Schulze, and have it recounted."""
    file, chance = folder / "tally.json", random.Random(2009)
    began = time.monotonic()
    _write(file, chance)
    wrote = time.monotonic() - began
    began = time.monotonic()
    command = [sys.executable, "-I", "-S", str(REPOSITORY / "tools" / "recount.py"), str(file)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds = time.monotonic() - began
    assert "Everything is as published." in done.stdout
    return {
        "ballots": FACEBOOK, "roll": ROLL, "seconds": round(seconds, 1), "made and written in": round(wrote, 1),
        "file MB": round(file.stat().st_size / 1e6),
        "most memory MB": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024),
    }  # fmt: skip


def _write(file: Path, chance: random.Random) -> None:
    ballots = [
        Ballot(chance.randbytes(32), tuple(chance.sample(OPTIONS, chance.randint(0, 5))))
        for _ in range(FACEBOOK)
    ]
    ballots.sort(key=lambda each: each.receipt)
    entries = sorted(chance.randbytes(32) for _ in range(ROLL))
    question = Question(Method.SCHULZE, OPTIONS, keeps=5)
    root = merkle.root(merkle.leaf(each.line()) for each in ballots)
    tally = count(question, Profile.of(each.choice for each in ballots), root=root)
    decision = decide(question, tally, Rules(), roll_size=ROLL)
    head = {
        "vote": {"id": 1, "title": "As many ballots as in 2009"},
        "rules": rules_facts(question, {each: f"Option {each}" for each in OPTIONS}, Rules()),
        "roll": {"size": ROLL, "root": merkle.root(map(merkle.leaf, entries)).hex()},
        "receipt_roots": {"roots": []},
        "tally": tally_facts(tally, decision),
        "root": root.hex(),
    }
    with file.open("w", encoding="utf-8") as out:
        write_tally(out, head, entries=entries, superseded=[], ballots=ballots)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        again = recounted(Path(folder))
    first = counted()
    print("| work | ballots | seconds | goal | most memory, MB | goal |")
    print("|---|---|---|---|---|---|")
    for method, each in first.items():
        print(
            f"| count, {method} | {each['ballots']:,} | {each['seconds']} | {GOALS['count seconds']} "
            f"| {each['most memory MB']} | {GOALS['count MB']} |"
        )
    print(
        f"| recount.py | {again['ballots']:,} | {again['seconds']} | {GOALS['recount seconds']} | {again['most memory MB']} | |"
    )
    print(json.dumps({"count": first, "recount": again}, indent=1))


if __name__ == "__main__":
    main()
