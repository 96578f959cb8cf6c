"""A space past its tipping point, and how it may be parted.

`value.py`: what members give one another, week by week; `course.py`: whether that falls as the space grows;
`parting.py`: who answers whom, and the cut through it (pure code); `proposing.py`: what would go where;
`doing.py`: the act, its undo, and the worker's part of both; `reading.py`, `wording.py`: what the page shows.
"""
