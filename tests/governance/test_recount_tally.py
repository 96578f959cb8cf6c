"""tools/recount.py against the community's own count: the same votes, two programs, and no lie that it misses."""

import io
import json
import random
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from governance.counting import merkle
from governance.counting.methods import count
from governance.counting.outcome import Majority, Rules, decide
from governance.counting.profile import Method, Profile, Question
from governance.counting.tally_file import Ballot, rules_facts, tally_facts, write_tally
from tools import recount

TOOL = Path(recount.__file__)
CODE = "K7QM-2WZB-9HTD-X4PA-M3EV"
Tally = dict[str, Any]


def tally_file(question: Question, ballots: list[Ballot], rules: Rules, roll_size: int) -> str:
    """The file of a vote, as the close writes it."""
    ballots = sorted(ballots, key=lambda each: each.receipt)
    root = merkle.root(merkle.leaf(each.line()) for each in ballots)
    counted = count(question, Profile.of(each.choice for each in ballots), root=root)
    decision = decide(question, counted, rules, roll_size=roll_size)
    entries = sorted(sha256(b"entry %d" % number).digest() for number in range(roll_size))
    titles = {each: f"Option {each}" for each in question.options}
    head = {
        "vote": {"id": 7, "title": "Shall we?"},
        "rules": rules_facts(question, titles, rules),
        "roll": {
            "size": roll_size,
            "root": merkle.root(merkle.leaf(each) for each in entries).hex(),
        },
        "receipt_roots": {"public_key": "", "roots": []},
        "tally": tally_facts(counted, decision),
        "root": root.hex(),
    }
    out = io.StringIO()
    replaced = [sha256(b"replaced").digest()]
    found = write_tally(out, head, entries=entries, superseded=replaced, ballots=ballots)
    assert found == root
    return out.getvalue()


def any_vote(chance: random.Random) -> str:
    """A small vote by any method, under any rules, with options withdrawn, ties and reasons that try to confuse."""
    method = chance.choice(list(Method))
    options = (1, 2) if method == Method.YES_NO else tuple(range(1, chance.randint(2, 6) + 1))
    keeps = 2 if method == Method.YES_NO else chance.choice(options)
    gone = [each for each in options if each != keeps and chance.random() < 0.2]
    withdrawn = frozenset(() if method == Method.YES_NO else gone)
    most = 1 if method in (Method.YES_NO, Method.SINGLE) else len(options)
    ballots = [
        Ballot(
            receipt=chance.randbytes(32),
            choice=tuple(chance.sample(options, chance.randint(0, most))),
            reason=chance.choice(["", "", 'Weil "es" so ist \\ \n 1,2', "1,2", "🗳"]),
        )
        for _ in range(chance.randint(0, 12))
    ]
    rules = Rules(
        binding_quorum_percent=chance.randint(20, 60), answer_quorum_percent=chance.randint(1, 20),
        majority=chance.choice(list(Majority)), is_advisory=chance.random() < 0.2,
    )  # fmt: skip
    roll_size = len(ballots) + chance.randint(0, 30)
    return tally_file(Question(method, options, keeps, withdrawn), ballots, rules, roll_size)


class Silent(recount.Report):
    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, line: str) -> None:
        self.said.append(line)


def wrong(tally: Tally) -> list[str]:
    report = Silent()
    recount.check_all(tally, report)
    return [each for each in report.said if "WRONG" in each]


@pytest.mark.parametrize("seed", range(4))
def test_both_programs_count_the_same(seed: int) -> None:
    chance = random.Random(seed)
    outcomes = set()
    for _ in range(400):
        text = any_vote(chance)
        tally = json.loads(text)
        assert wrong(tally) == [], text
        outcomes.add((tally["tally"]["tier"], tally["tally"]["outcome"]))
    assert len(outcomes) > 12


@pytest.fixture
def tally() -> Tally:
    ballots = [
        Ballot(sha256(b"%d" % number).digest(), choice)
        for number, choice in enumerate([(1, 3), (3, 1), (2,), (2, 1), (3,), (), (1, 2, 3)])
    ]
    ballots.append(Ballot(sha256(CODE.encode()).digest(), (1, 3), "It is shorter."))
    question = Question(Method.RANKED_IRV, (1, 2, 3, 4), keeps=3, withdrawn=frozenset([4]))
    return json.loads(tally_file(question, ballots, Rules(), 20))


def resign(tally: Tally) -> None:
    """What a liar does: make the tree fit the ballots again."""
    ballots = [Ballot(bytes.fromhex(b[0]), tuple(b[1]), "".join(b[2:])) for b in tally["ballots"]]
    levels = merkle.tree(merkle.leaf(each.line()) for each in ballots)
    tally["root"] = levels[-1].hex()
    tally["tree"] = [
        [level[at : at + 32].hex() for at in range(0, len(level), 32)] for level in levels[1:]
    ]


def cut_words(tally: Tally) -> None:
    ballot = next(each for each in tally["ballots"] if each[2:])
    ballot[2:] = ballot[2].split(" ", 1)


def drop_ballot(tally: Tally) -> None:
    del tally["ballots"][2]
    resign(tally)


def stuff_box(tally: Tally) -> None:
    added = [[sha256(b"stuffed %d" % n).hexdigest(), [2]] for n in range(13)]
    tally["ballots"] = sorted(tally["ballots"] + added)
    resign(tally)


def read_abstention_as_vote(tally: Tally) -> None:
    """An abstention with the words "2" makes the same leaf as a vote for 2 under a receipt that ends in a blank."""
    ballot = next(each for each in tally["ballots"] if not each[1])
    ballot.append("2")
    resign(tally)
    ballot[:] = [ballot[0] + " ", [2]]


def read_words_as_choice(tally: Tally) -> None:
    ballot = next(each for each in tally["ballots"] if each[1] == [3])
    ballot.append("2")
    resign(tally)
    ballot[:] = [ballot[0] + " 3", [2]]


def vote_twice(tally: Tally) -> None:
    tally["ballots"].insert(0, tally["ballots"][0])
    resign(tally)


def name_option_twice(tally: Tally) -> None:
    tally["ballots"][0][1] = [1, 1]
    resign(tally)


LIES: list[tuple[str, Callable[[Tally], object], str]] = [
    ("a choice changed", lambda t: t["ballots"][0].__setitem__(1, [2]), "Merkle root"),
    ("words changed", lambda t: t["ballots"][0].append("No!"), "Merkle root"),
    ("a ballot dropped", drop_ballot, "ballots: 7"),
    ("ballots stuffed", stuff_box, "more ballots than members"),
    ("an abstention read as a vote", read_abstention_as_vote, "each once"),
    ("words read as a choice", read_words_as_choice, "each once"),
    ("words cut in two", lambda t: cut_words(t), "every choice"),
    ("a ballot twice", vote_twice, "each once"),
    ("something else among the replaced", lambda t: t["superseded"].append("x"), "stands twice"),
    (
        "a receipt in capitals",
        lambda t: t["roll_entries"].insert(0, t["roll_entries"].pop(0).upper()),
        "size",
    ),
    ("an option twice", name_option_twice, "every choice"),
    ("another winner", lambda t: t["tally"].__setitem__("winner", 2), "winner: 1"),
    ("a round changed", lambda t: t["tally"]["rounds"][0]["counts"].__setitem__("2", 9), "rounds"),
    ("another outcome", lambda t: t["tally"].__setitem__("outcome", "rejected"), "outcome"),
    ("quorum as if missed", lambda t: t["tally"].__setitem__("tier", "advisory"), "tier"),
    ("a claim besides", lambda t: t["tally"].__setitem__("mandate", "clear"), "nothing else"),
    ("a lower quorum", lambda t: t["rules"].__setitem__("binding_quorum_percent", 90), "tier"),
    ("a smaller roll", lambda t: t["roll_entries"].pop(), "size"),
    ("another roll", lambda t: t["roll_entries"].__setitem__(0, "00" * 32), "the opening"),
    ("a bent proof", lambda t: t["tree"][0].__setitem__(0, "00" * 32), "proof"),
    ("a receipt as replaced", lambda t: t["superseded"].append(t["ballots"][0][0]), "twice"),
    ("an option withdrawn", lambda t: t["rules"]["options"][0].update(withdrawn=True), "winner"),
    ("another format", lambda t: t.__setitem__("format", "2"), "format"),
]


@pytest.mark.parametrize(("lie", "said"), [each[1:] for each in LIES], ids=[e[0] for e in LIES])
def test_no_lie_is_missed(tally: Tally, lie: Callable[[Tally], object], said: str) -> None:
    assert wrong(tally) == []
    lie(tally)
    assert any(said in each for each in wrong(tally)), wrong(tally)


def sealed(tally: Tally) -> str:
    """The file of that content, its hash made to fit."""
    return sealed_text(json.dumps({key: tally[key] for key in tally if key != "sha256"}))


def sealed_text(text: str) -> str:
    body = text.removesuffix("}")
    return f'{body},\n"sha256": "{sha256(body.encode()).hexdigest()}"\n}}\n'


def run(file: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """As a stranger would: another directory, nothing of ours to import, no packages at all."""
    command = [sys.executable, "-I", "-S", str(TOOL), str(file), *more]
    return subprocess.run(command, capture_output=True, text=True, cwd=file.parent, check=False)


def test_stranger_runs_it(tally: Tally, tmp_path: Path) -> None:
    file = tmp_path / "tally.json"
    file.write_text(sealed(tally))
    assert run(file).returncode == 0
    assert sha256(file.read_bytes()).hexdigest() in run(file).stdout

    found = run(file, "--receipt", CODE.lower())
    assert found.returncode == 0
    assert "as [[1, 3], 'It is shorter.']" in found.stdout
    place = int(found.stdout.split("leaf ")[1].split()[0])
    ballot = Ballot(sha256(CODE.encode()).digest(), (1, 3), "It is shorter.")
    neighbours = [bytes.fromhex(line) for line in found.stdout.split("its proof:\n")[1].split()[:3]]
    proven = merkle.proven_root(
        merkle.leaf(ballot.line()), place=place, size=8, neighbours=neighbours
    )
    assert proven.hex() == tally["root"]

    assert run(file, "--receipt", "AAAA-AAAA-AAAA-AAAA-AAAA").returncode == 1
    tally["tally"]["winner"] = 2
    file.write_text(sealed(tally))
    refused = run(file)
    assert refused.returncode == 1
    assert "WRONG  winner: 1" in refused.stdout


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"title": "Option 1"', '"title": "Option 2"'),
        ('"majority": "half"', '"majority": "two_thirds"'),
        ('"binding_quorum_percent": 30', '"binding_quorum_percent": 29'),
        ('"title": "Shall we?"', '"title": "Shall we not?"'),
        # People read the head, programs the last of two.
        ('"tally": {', '"tally": {"outcome": "adopted"},\n"tally": {'),
    ],
)
def test_change_of_what_the_ballots_do_not_bind_is_found(
    tmp_path: Path, old: str, new: str
) -> None:
    """Rules, titles and dates that would count the same: the file says itself that it was changed."""
    ballots = [Ballot(sha256(b"%d" % n).digest(), (1,)) for n in range(9)]
    text = tally_file(Question(Method.SINGLE, (1, 2, 3), keeps=3), ballots, Rules(), 11)
    file = tmp_path / "tally.json"
    file.write_text(text)
    assert run(file).returncode == 0
    assert text.count(old) == 1
    file.write_text(text.replace(old, new))
    found = run(file)
    assert found.returncode == 1
    assert "WRONG  the file ends with the hash" in found.stdout


@pytest.mark.parametrize("key", ["tally", "rules", "options", "ballots"])
def test_key_that_stands_twice_is_no_file(tmp_path: Path, tally: Tally, key: str) -> None:
    """Sealed anew by a liar, it would tell people one thing and the program another."""
    file = tmp_path / "tally.json"
    text = json.dumps(tally).replace(f'"{key}": ', f'"{key}": [], "{key}": ', 1)
    file.write_text(sealed_text(text))
    found = run(file)
    assert found.returncode == 1
    assert "a key stands twice" in found.stdout


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"nonsense",
        b'{"rules": 1}',
        b"\xff\xfe",
        b"[" * 200_000,
        b'{"a":' * 50_000,
        b"1" * 5000,
    ],
)
def test_what_is_no_file_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "tally.json"
    file.write_bytes(content)
    found = run(file)
    assert found.returncode == 1
    assert "WRONG" in found.stdout
    assert "Traceback" not in found.stderr


def test_it_is_short_and_stands_alone() -> None:
    text = TOOL.read_text()
    assert len(text.splitlines()) < 200
    imported = {
        line.split()[1] for line in text.splitlines() if line.startswith(("import", "from"))
    }
    assert imported <= set(sys.stdlib_module_names)
