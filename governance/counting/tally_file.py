"""tally.json: everything a stranger needs to repeat a count, in one file. docs/counting.md describes it key by key.

The head comes first, for people; then the long lists, an entry a line, written as they come: a file of a million ballots
never stands in memory as a whole.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import IO, Any

from governance.counting import merkle
from governance.counting.methods import Count
from governance.counting.outcome import Decision, Rules
from governance.counting.profile import Question

FORMAT = "hearth-tally-1"


@dataclass(frozen=True, slots=True)
class Ballot:
    """A counted ballot: the hash of its receipt, the positions it names, and its words, if there are any."""

    receipt: bytes
    choice: tuple[int, ...]
    reason: str = ""

    def line(self) -> bytes:
        """What the Merkle tree binds: `<receipt in hex> <positions with commas>`, and after a blank the words."""
        named = ",".join(map(str, self.choice))
        return f"{self.receipt.hex()} {named}{' ' + self.reason if self.reason else ''}".encode()


def rules_facts(question: Question, titles: dict[int, str], rules: Rules) -> dict[str, Any]:
    """The rules as the file has them."""
    options = [
        {
            "position": each,
            "title": titles[each],
            "keeps": each == question.keeps,
            "withdrawn": each in question.withdrawn,
        }
        for each in question.options
    ]
    return {
        "method": str(question.method),
        "options": options,
        "majority": str(rules.majority),
        "binding_quorum_percent": rules.binding_quorum_percent,
        "answer_quorum_percent": rules.answer_quorum_percent,
        "advisory": rules.is_advisory,
    }


def tally_facts(counted: Count, decision: Decision) -> dict[str, Any]:
    """The count and what it means, as the file has them."""
    facts = asdict(counted) | asdict(decision)
    return json.loads(json.dumps(facts))  # tuples become lists, names of outcomes plain text


def write_tally(
    file: IO[str],
    head: dict[str, Any],
    *,
    entries: Iterable[bytes],
    superseded: Iterable[bytes],
    ballots: Iterable[Ballot],
) -> bytes:
    """Write the file and return the ballots' Merkle root. The ballots come in the order of their receipts."""
    out = _Sealed(file)
    out.write('{\n"format": ' + json.dumps(FORMAT))
    for key, value in head.items():
        out.write(f",\n{json.dumps(key)}: {json.dumps(value, ensure_ascii=False, indent=1)}")
    _write_list(out, "roll_entries", (f'"{each.hex()}"' for each in entries))
    _write_list(out, "superseded", (f'"{each.hex()}"' for each in superseded))
    leaves: list[bytes] = []
    _write_list(out, "ballots", _rows(ballots, leaves))
    levels = merkle.tree(leaves)
    out.write(',\n"tree": [')
    for number, level in enumerate(levels[1:]):
        out.write((",\n" if number else "\n") + json.dumps(_hashes(level)))
    out.write("\n]")
    out.write(f',\n"sha256": "{out.digest.hexdigest()}"\n}}\n')
    return levels[-1]


class _Sealed:
    """What is written on the way to a file, and its hash, which ends it: no part of it is changed by accident or in passing."""

    def __init__(self, out: IO[str]) -> None:
        self.out = out
        self.digest = hashlib.sha256()

    def write(self, text: str) -> None:
        self.digest.update(text.encode())
        self.out.write(text)


def _rows(ballots: Iterable[Ballot], leaves: list[bytes]) -> Iterable[str]:
    for ballot in ballots:
        leaves.append(merkle.leaf(ballot.line()))
        words = ", " + json.dumps(ballot.reason, ensure_ascii=False) if ballot.reason else ""
        yield f'["{ballot.receipt.hex()}", [{", ".join(map(str, ballot.choice))}]{words}]'


def _hashes(level: bytes) -> list[str]:
    return [level[at : at + merkle.SIZE].hex() for at in range(0, len(level), merkle.SIZE)]


def _write_list(out: _Sealed, key: str, rows: Iterable[str]) -> None:
    out.write(f',\n"{key}": [')
    before = "\n"
    for row in rows:
        out.write(before + row)
        before = ",\n"
    out.write("\n]")
