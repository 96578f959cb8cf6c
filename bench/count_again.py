"""How quick a vote is counted, and counted again by a stranger: `python -m bench.count_again`; a table, then JSON.

A million ranked ballots of five options are put into a database of its own as the close leaves them, counted as the close
counts them (grouped by PostgreSQL, leaves and Merkle root included), by each ranked method. Then a file of 665,654
ballots, as many as Facebook's members cast in 2009, with a roll of a million, is written and recounted by tools/recount.py
in a process of its own.
"""

from pathlib import Path

BALLOTS, FACEBOOK, ROLL = 1_000_000, 665_654, 1_000_000
OPTIONS = (1, 2, 3, 4, 5)
REPOSITORY = Path(__file__).resolve().parent.parent
