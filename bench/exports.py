"""A million rows handed out: `python -m bench.exports`; a table, then JSON.

In a database of its own: support intents (without evidence, so that a row is short), read by the view that hands them out, as CSV and as a
workbook, in a process each: once ten thousand, once all. `ROWS` (1,000,000) in the environment.
"""

import json

from bench.own import own_database, side

FEW = 10_000
GOAL_FIRST_MS = 1000


def main() -> None:
    with own_database() as environment:
        side(environment, "bench.exports_side", "plant")
        found = [
            side(environment, "bench.exports_side", kind, rows)
            for kind in ("csv", "xlsx")
            for rows in ("few", "all")
        ]
    print(f"| file | rows | first bytes, ms | first rows, ms (goal {GOAL_FIRST_MS}) | seconds | MB | most memory, MB |")  # fmt: skip
    print("|---|---|---|---|---|---|---|")
    for each in found:
        print(
            f"| {each['kind']} | {each['rows']:,} | {each['first_ms']} | {each['first_rows_ms']} | {each['seconds']} "
            f"| {each['mb']} | {each['most_mb']} |"
        )
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
