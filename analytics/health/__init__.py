"""How well each space is, in parts (the figures are in `metrics/`), what hangs on whom, and what the house notices by itself.

`kinds.py`: the kinds of alarm; `alarms.py`: raising, ending and grading them; `surge.py`, `dependence.py`: two that are watched here.
"""
