"""Elections of others, in the format of PrefLib (www.preflib.org): .soc, .soi, .toc and .toi files.

A head of lines "# KEY: value", then a line for each different ballot: how many cast it, a colon, and the numbers of the
alternatives in order of preference; those that stand equal are in braces, as in "12: 3,{1,4},2". The four kinds differ
in what may be there: ties (t) or strict orders (s), incomplete (i) or complete (c); a file is read by what it says.
"""

import re
from collections import Counter
from dataclasses import dataclass

from governance.counting.profile import Choice, Profile, groups

KINDS = ("soc", "soi", "toc", "toi")
_PLACE = re.compile(r"\{([\d\s,]*)\}|(\d+)")
_NAME = re.compile(r"ALTERNATIVE NAME (\d+)")
_ORDER = re.compile(r"(\s*(\d+|\{\s*(\d+\s*(,\s*\d+\s*)*)?\})\s*(,|$))*")


class NotPrefLib(ValueError):
    """The text is no such file; says in which line."""


@dataclass(frozen=True, slots=True)
class Election:
    title: str
    kind: str
    names: dict[int, str]
    profile: Profile


def read_preflib(text: str) -> Election:
    """Read a file. Raises NotPrefLib where it is not what its head says."""
    head: dict[str, str] = {}
    names: dict[int, str] = {}
    ballots: Counter[Choice] = Counter()
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#"):
            key, _, value = line[1:].partition(":")
            head[key.strip()] = value.strip()
            if found := _NAME.fullmatch(key.strip()):
                names[int(found[1])] = value.strip()
        elif line.strip():
            choice, cast = _ballot(line, number)
            ballots[choice] += cast
    election = Election(head.get("TITLE", ""), head.get("DATA TYPE", ""), names, Profile(ballots))
    _check(election, head)
    return election


def _ballot(line: str, number: int) -> tuple[Choice, int]:
    cast, colon, order = line.partition(":")
    if not (colon and cast.strip().isdecimal() and _ORDER.fullmatch(order.strip())):
        raise NotPrefLib(f"Line {number} is no ballot: {line[:60]!r}.")
    places = []
    for found in _PLACE.finditer(order):
        equal = tuple(int(each) for each in (found[1] or found[2] or "").split(",") if each.strip())
        if equal:
            places.append(equal[0] if len(equal) == 1 else equal)
    return tuple(places), int(cast)


def _check(election: Election, head: dict[str, str]) -> None:
    """That the file is of its kind, and as many voted as it says."""
    if election.kind not in KINDS:
        raise NotPrefLib(f"The data type is {election.kind or 'missing'!r}, not one of {KINDS}.")
    ties, complete = election.kind[0] == "t", election.kind[2] == "c"
    for choice in election.profile.ballots:
        named = [each for group in groups(choice) for each in group]
        if len(set(named)) < len(named) or not set(named) <= election.names.keys():
            raise NotPrefLib(f"{choice} names what is not there, or something twice.")
        if len(groups(choice)) < len(named) and not ties:
            raise NotPrefLib(f"{choice} has ties in a file without.")
        if complete and len(named) < len(election.names):
            raise NotPrefLib(f"{choice} leaves something out in a file of complete orders.")
    said = head.get("NUMBER VOTERS", "")
    if said != str(election.profile.size):
        raise NotPrefLib(f"The head says {said} voters, the lines have {election.profile.size}.")
