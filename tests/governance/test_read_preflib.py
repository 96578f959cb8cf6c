"""Elections of others, read from files in PrefLib's format and counted."""

from pathlib import Path

import pytest

from governance.counting.methods import Count, count
from governance.counting.preflib import Election, NotPrefLib, read_preflib
from governance.counting.profile import Method, Question

ELECTIONS = Path(__file__).parent / "elections"


def election(name: str) -> Election:
    return read_preflib((ELECTIONS / name).read_text())


def counted(name: str, method: Method) -> Count:
    read = election(name)
    return count(Question(method, tuple(read.names)), read.profile, root=bytes(32))


def winner(name: str, method: Method) -> str:
    found = counted(name, method).winner
    assert found
    return election(name).names[found]


def test_burlington_as_it_was_decided_and_as_schulze_would_have() -> None:
    assert winner("burlington-2009.soi", Method.RANKED_IRV) == "Kiss"
    assert winner("burlington-2009.soi", Method.SCHULZE) == "Montroll"

    first, last = counted("burlington-2009.soi", Method.RANKED_IRV).rounds
    assert first == {
        "counts": {"1": 2982, "2": 3297, "3": 2554}, "exhausted": 0, "out": 3, "lot": False,
    }  # fmt: skip
    assert last == {"counts": {"1": 4314, "2": 4064}, "exhausted": 455}


def test_alaska_as_it_was_decided_and_as_schulze_would_have() -> None:
    """91,266 to 86,026 in the last round, as the state published."""
    assert winner("alaska-2022.soi", Method.RANKED_IRV) == "Peltola"
    assert winner("alaska-2022.soi", Method.SCHULZE) == "Begich"
    last = counted("alaska-2022.soi", Method.RANKED_IRV).rounds[-1]
    assert last["counts"] == {"2": 86026, "3": 91266}


def test_first_example_of_schulzes_paper() -> None:
    """The strengths of the strongest paths are those that the paper prints."""
    found = counted("schulze-2011.soc", Method.SCHULZE)

    assert (winner("schulze-2011.soc", Method.SCHULZE), found.tied) == ("e", ())
    assert found.rounds[0]["paths"]["1"] == {"2": 28, "3": 28, "4": 30, "5": 24}
    assert found.rounds[0]["paths"]["5"] == {"1": 25, "2": 28, "3": 28, "4": 31}
    assert found.rounds[0]["preferred"]["2"] == {"1": 25, "3": 16, "4": 33, "5": 18}


def test_ties_are_read_as_they_stand() -> None:
    read = election("made-up.toi")

    assert read.kind == "toi"
    assert read.profile.ballots[(2, (3, 4))] == 6
    assert read.profile.ballots[((3, 4),)] == 5
    assert read.profile.size == 25
    assert read.names[2] == "Shorter"


def test_ballot_that_sets_options_equal_ends_there_in_an_instant_runoff() -> None:
    """{3,4} counts for nobody; 2,{3,4} counts for 2 and then for nobody."""
    first = counted("made-up.toi", Method.RANKED_IRV).rounds[0]

    assert first["counts"] == {"1": 8, "2": 6, "3": 2, "4": 3}
    assert first["exhausted"] == 6


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("DATA TYPE: toi", "DATA TYPE: cat"), "data type"),
        (("DATA TYPE: toi", "DATA TYPE: soi"), "ties"),
        (("DATA TYPE: toi", "DATA TYPE: toc"), "leaves something out"),
        (("VOTERS: 25", "VOTERS: 26"), "26 voters, the lines have 25"),
        (("8: 1", "8: 1,1"), "twice"),
        (("8: 1", "8: 5"), "not there"),
        (("8: 1", "8; 1"), "Line 12"),
        (("8: 1", "8: 1,{2,3"), "Line 12"),
        (("8: 1", "-8: 1"), "Line 12"),
    ],
)
def test_file_that_is_not_what_it_says_is_refused(change: tuple[str, str], said: str) -> None:
    text = (ELECTIONS / "made-up.toi").read_text()
    assert change[0] in text
    with pytest.raises(NotPrefLib, match=said):
        read_preflib(text.replace(*change, 1))
