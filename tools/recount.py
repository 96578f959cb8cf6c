#!/usr/bin/env python3
"""Count a vote again from its public file, and check everything in that file.

    python3 recount.py tally.json                    counts again; ends with 0 if all is as published
    python3 recount.py tally.json --receipt CODE     also finds your ballot, and prints its proof

Needs Python 3.9 or newer and nothing else, asks no server, writes nothing, and shares no code with
the software that counted. The rules in words: docs/counting.md.
"""

import json
import sys
from collections import Counter
from hashlib import sha256


def leaf(entry):
    """Merkle trees are those of RFC 6962: SHA-256 of 0 and an entry, or of 1 and two hashes."""
    return sha256(b"\0" + entry).digest()


def tree(row):
    """All levels: the leaves, pairs of them, pairs of those, and at last the root alone."""
    levels = [row or [sha256(b"").digest()]]
    while len(row) > 1:
        pairs = [sha256(b"\1" + row[i] + row[i + 1]).digest() for i in range(0, len(row) - 1, 2)]
        row = pairs + row[2 * len(pairs) :]
        levels.append(row)
    return levels


# Below, choices says how many cast each choice, a tuple with the most preferred option first; lots
# has the options still in, the luckiest first. Each method gives its rounds, and who is ahead: the
# winner first, and with it those that were tied.


def by_marks(choices, lots):
    marks = {o: sum(n for choice, n in choices.items() if o in choice) for o in sorted(lots)}
    return [{"counts": keyed(marks)}], [o for o in lots if marks[o] == max(marks.values())]


def by_runoff(choices, lots):
    tops = Counter(dict.fromkeys(sorted(lots), 0))
    for choice, n in choices.items():
        tops.update(dict.fromkeys([o for o in choice if o in lots][:1], n))
    voices = sum(tops.values())
    this = {"counts": keyed(tops), "exhausted": sum(choices.values()) - voices}
    if max(tops.values()) * 2 > voices or len(lots) == 1:
        return [this], [o for o in lots if tops[o] == max(tops.values())][:1]
    fewest = [o for o in lots if tops[o] == min(tops.values())]
    out = {"out": fewest[-1], "lot": len(fewest) > 1}
    later, ahead = by_runoff(choices, [o for o in lots if o != fewest[-1]])
    return [{**this, **out}, *later], fewest if len(lots) == len(fewest) == 2 else ahead


def by_schulze(choices, lots):
    wins = {a: {b: prefer(choices, a, b) for b in sorted(lots) if b != a} for a in sorted(lots)}
    path = {a: {b: n if n > wins[b][a] else 0 for b, n in wins[a].items()} for a in wins}
    before = None
    while before != path:  # until no detour is stronger
        before = {a: dict(path[a]) for a in path}
        for a in path:
            for b in path[a]:
                detours = [min(path[a][c], path[c][b]) for c in path if c not in (a, b)]
                path[a][b] = max([path[a][b], *detours])
    squares = {"preferred": wins, "paths": path}
    rounds = [{name: {str(a): keyed(s[a]) for a in s} for name, s in squares.items()}]
    return rounds, [a for a in lots if all(path[a][b] >= path[b][a] for b in path[a])]


METHODS = dict.fromkeys(("yes_no", "single", "approval"), by_marks)
METHODS.update(ranked_irv=by_runoff, schulze=by_schulze)


def keyed(numbers):
    return {str(option): number for option, number in numbers.items()}


def prefer(choices, one, other):
    """How many rank the one above the other; who is not named is below all who are."""
    above = (c for c in choices if one in c and other not in c[: c.index(one)])
    return sum(choices[choice] for choice in above)


def count(rules, ballots, root, roll_size):
    keeps = next((o["position"] for o in rules["options"] if o["keeps"]), None)
    there = [o["position"] for o in rules["options"] if not o["withdrawn"]]
    lots = sorted(there, key=lambda o: (o != keeps, sha256(root + b" lot %d" % o).digest()))
    abstained = sum(not ballot[1] for ballot in ballots)
    choices = Counter(tuple(o for o in ballot[1] if o in there) for ballot in ballots)
    lapsed = choices.pop((), 0) - abstained
    rounds, ahead = METHODS[rules["method"]](choices, lots) if choices else ([], [])
    winner, votes, voices = ahead[0] if ahead else None, 0, 0
    if winner and METHODS[rules["method"]] is by_marks:
        votes, voices = rounds[0]["counts"][str(winner)], sum(choices.values())
    elif winner and keeps not in (None, winner):
        votes = prefer(choices, winner, keeps)
        voices = votes + prefer(choices, keeps, winner)
    carried = votes * 2 > voices if rules["majority"] == "half" else votes * 3 >= voices * 2
    bind = max(1, -(-roll_size * rules["binding_quorum_percent"] // 100))
    answer = max(1, -(-roll_size * rules["answer_quorum_percent"] // 100))
    tier = "must_answer" if len(ballots) >= answer else "advisory"
    if len(ballots) >= bind and not rules["advisory"]:
        tier = "binding"
    if set(there) <= {keeps}:
        outcome = "all_withdrawn"
    elif not ballots:
        outcome = "no_ballots"
    elif winner is not None and winner == keeps:
        outcome = "tie" if len(ahead) > 1 else "rejected"
    else:
        outcome = "adopted" if winner is not None and carried else "no_majority"
    return {
        "ballots": len(ballots), "abstained": abstained, "lapsed": lapsed, "lots": lots,
        "rounds": rounds, "winner": winner, "tied": sorted(ahead) if len(ahead) > 1 else [],
        "votes": votes, "voices": voices, "needed_to_bind": bind, "needed_to_answer": answer,
        "tier": tier, "outcome": outcome,
    }  # fmt: skip


class Report:
    wrong = 0

    def check(self, good, what):
        self.wrong += not good
        self.say(("  ok     " if good else "  WRONG  ") + what)

    def say(self, line):
        sys.stdout.write(line + "\n")


def in_order(row):
    hashes = all(len(each) == 64 and not each.strip("0123456789abcdef") for each in row)
    return hashes and all(row[i] < row[i + 1] for i in range(len(row) - 1))


def once(pairs):
    """A key that stands twice would tell people one thing and this program another."""
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


def check_all(tally, report, code=None):
    rules, roll, published = tally["rules"], tally["roll"], tally["tally"]
    ballots, entries, check = tally["ballots"], tally["roll_entries"], report.check
    report.say(f"{tally['vote']['title']}: {len(ballots)} ballots by {rules['method']}")
    check(tally["format"] == "hearth-tally-1", "the file's format is one this program knows")
    receipts, replaced = [ballot[0] for ballot in ballots], tally["superseded"]
    check(in_order(receipts), "ballots stand in the order of their receipts, each once")
    options = {o["position"] for o in rules["options"]}
    most = 1 if rules["method"] in ("yes_no", "single") else len(options)
    forms = {(len(ballot), *ballot[1]) for ballot in ballots}
    fit = all(len({*f}) == len(f) <= most and options.issuperset(f) and n < 4 for n, *f in forms)
    check(fit, "every choice is one that the ballot offered")
    texts = (" ".join([b[0], ",".join(map(str, b[1])), *b[2:]]) for b in ballots)
    levels = tree([leaf(text.encode()) for text in texts])
    root = levels[-1][0]
    check(root.hex() == tally["root"], "the ballots make the published Merkle root")
    inner = [[node.hex() for node in level] for level in levels[1:]]
    check(inner == tally["tree"], "the proof of every receipt leads to that root")
    alone = len({*receipts, *replaced}) == len(receipts) + len(replaced)
    check(alone and in_order(replaced), "no receipt stands twice")

    check(len(entries) == roll["size"] and in_order(entries), "the roll has its size, each once")
    roll_root = tree([leaf(bytes.fromhex(entry)) for entry in entries])[-1][0]
    check(roll_root.hex() == roll["root"], "the roll is the one published at the opening")
    check(len(ballots) <= len(entries), "there are no more ballots than members on the roll")
    again = count(rules, ballots, root, len(entries))
    for key in again:
        said = f"{len(again[key])}, each as published" if key == "rounds" else again[key]
        check(again[key] == published.get(key), f"{key.replace('_', ' ')}: {said}")
    check(again.keys() == published.keys(), "nothing else is claimed")
    if code:
        sought = sha256(code.strip().upper().encode()).hexdigest()
        check(sought in receipts, f"receipt {code} is counted")
        for place in [i for i, receipt in enumerate(receipts) if receipt == sought]:
            report.say(f"         as {ballots[place][1:]}, leaf {place} (from 0); its proof:")
            beside = [level[(place >> i) ^ 1 :][:1] for i, level in enumerate(levels)]
            report.say("".join(f"         {n.hex()}\n" for nodes in beside for n in nodes))
    return report


if __name__ == "__main__":
    if len(sys.argv) not in (2, 4):
        sys.exit(__doc__)
    report = Report()
    with open(sys.argv[1], "rb") as file:  # noqa: PTH123
        whole = file.read()
    try:
        check_all(json.loads(whole, object_pairs_hook=once), report, *sys.argv[3:])
    except (AttributeError, LookupError, RuntimeError, TypeError, ValueError) as error:
        report.check(False, f"the file can be read: {error!r}")
    body, _, seal = whole.rpartition(b',\n"sha256": "')
    sealed = seal == sha256(body).hexdigest().encode() + b'"\n}\n'
    report.check(sealed, "the file ends with the hash of all that stands before")
    report.say(f"{report.wrong} WRONG" if report.wrong else "Everything is as published.")
    report.say(f"SHA-256 of the file; the vote's page names the same: {sha256(whole).hexdigest()}")
    sys.exit(bool(report.wrong))
