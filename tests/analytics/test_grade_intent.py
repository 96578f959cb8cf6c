"""What becomes of a wish for help: windows and grades, as docs/metrics.md says."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.models import Grade, IntentEvidence
from analytics.windows import grade_of, into_windows

START = datetime(2026, 5, 1, tzinfo=UTC)
WINDOW = timedelta(hours=72)


@dataclass(frozen=True)
class Clue:
    kind: str
    at: datetime
    subject: str


def clues(*lines: str) -> list[Clue]:
    """Lines like "0 question_asked topic:1": hours, kind, subject."""
    return [
        Clue(kind, START + timedelta(hours=float(hours)), subject)
        for hours, kind, subject in (line.split() for line in lines)
    ]


GRADES = [
    (Grade.CONFIRMED, ["0 question_asked t:1", "5 solution_accepted t:1"]),
    (Grade.CONFIRMED, ["0 contact_started e:1", "0.1 answer_opened e:1", "0.2 enquiry_solved e:1"]),
    (Grade.FAILED, ["0 contact_started e:1", "0.1 answer_opened e:1", "0.2 case_opened e:1"]),
    (Grade.FAILED, ["0 question_asked t:1", "5 solution_accepted t:1", "9 case_opened c:1"]),
    (Grade.FAILED, ["0 case_opened c:1"]),
    (Grade.IMPLICIT, ["0 contact_started e:1", "0.1 answer_opened e:1"]),
    (Grade.POTENTIAL, ["0 searched u:1", "0.1 solved_topic_read u:2"]),
    (Grade.NONE, ["0 searched u:1"]),
    (Grade.NONE, ["0 question_asked t:1"]),
    (Grade.NONE, ["0 contact_started e:1"]),
    # solved once, but then they needed help again, and that is open
    (Grade.NONE, ["0 question_asked t:1", "1 solution_accepted t:1", "2 question_asked t:2"]),
    # two needs, the last act says it is solved
    (Grade.CONFIRMED, ["0 question_asked t:1", "1 contact_started e:1", "2 enquiry_solved e:1"]),
]


@pytest.mark.parametrize(("grade", "lines"), GRADES)
def test_strongest_grade_that_holds(grade, lines):
    assert grade_of(clues(*lines)) == grade


def test_acts_within_the_window_are_one_wish():
    found = into_windows(
        clues("0 searched u:1", "10 question_asked t:1", "71 contact_started e:1"), WINDOW
    )
    assert [len(window) for window in found] == [3]


def test_window_closes_after_its_hours():
    found = into_windows(clues("0 question_asked t:1", "72 contact_started e:1"), WINDOW)
    assert [len(window) for window in found] == [1, 1]


def test_late_solution_answers_its_own_question():
    found = into_windows(
        clues("0 question_asked t:1", "100 question_asked t:2", "200 solution_accepted t:1"), WINDOW
    )
    assert [grade_of(window) for window in found] == [Grade.CONFIRMED, Grade.NONE]


def test_case_after_the_window_is_a_wish_of_its_own():
    found = into_windows(
        clues("0 question_asked t:1", "1 solution_accepted t:1", "80 case_opened c:1"), WINDOW
    )
    assert [grade_of(window) for window in found] == [Grade.CONFIRMED, Grade.FAILED]


anything = st.lists(
    st.builds(
        Clue,
        st.sampled_from(IntentEvidence.Kind.values),
        st.integers(0, 1000).map(lambda hours: START + timedelta(hours=hours)),
        st.sampled_from(["t:1", "t:2", "e:1", "e:2", "u:1"]),
    ),
    min_size=1,
    max_size=25,
    unique_by=lambda clue: (clue.kind, clue.at, clue.subject),
)


@given(anything, st.randoms())
def test_order_of_arrival_does_not_matter(found, random):
    shuffled = list(found)
    random.shuffle(shuffled)
    assert into_windows(found, WINDOW) == into_windows(shuffled, WINDOW)


@given(anything)
def test_every_act_counts_once(found):
    assert sorted(map(repr, sum(into_windows(found, WINDOW), []))) == sorted(map(repr, found))


@given(anything)
def test_windows_do_not_overlap_and_begin_with_their_first_act(found):
    windows = into_windows(found, WINDOW)
    starts = [window[0].at for window in windows]
    assert all(
        later - earlier >= WINDOW for earlier, later in zip(starts, starts[1:], strict=False)
    )
    assert all(window[0].at == min(clue.at for clue in window) for window in windows)


@given(anything)
def test_a_case_always_fails_it(found):
    assert grade_of([*found, Clue("case_opened", START, "c:9")]) == Grade.FAILED


@given(anything)
def test_confirmed_needs_somebody_to_have_said_so(found):
    if grade_of(found) == Grade.CONFIRMED:
        assert {clue.kind for clue in found} & {
            "solution_accepted",
            "enquiry_solved",
            "survey_yes",
        }
