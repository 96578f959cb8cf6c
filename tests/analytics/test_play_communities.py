"""The simulation behind docs/deflection-truth.md, in small: where the truth is known, the interval has it."""

from dataclasses import replace

import numpy
import pytest

from bench.deflection_truth import STORIES, WORLDS, play


def test_the_interval_has_the_truth_about_as_often_as_it_says():
    lots = numpy.random.default_rng(7)
    world = replace(WORLDS[1], readers=800)
    runs = [play(world, lots) for _ in range(150)]
    held = sum(run.low <= run.truth <= run.high for run in runs) / len(runs)
    assert 0.89 <= held <= 0.995  # 95 % of 150, give or take three standard errors
    assert sum(run.value for run in runs) == pytest.approx(sum(run.truth for run in runs), rel=0.03)


def test_where_readers_are_helped_more_the_estimate_is_low():
    lots = numpy.random.default_rng(7)
    runs = [play(WORLDS[-1], lots) for _ in range(40)]
    assert not any(run.truth < run.low for run in runs)


def test_the_simulation_grades_by_the_projects_own_rule():
    assert (STORIES["sent"], STORIES["solved"], STORIES["read"], STORIES["reader_no"]) == (
        "failed", "confirmed", "implicit", "none",
    )  # fmt: skip
