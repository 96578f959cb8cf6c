"""A million support intents formed and graded: `python -m bench.grade_intents`; a table, then JSON.

In a database of its own (durable, as a house has it) evidence is planted: a quarter of a million browsers with four wishes for help
each, searches and readings. Then all is graded from nothing, graded again, and graded after one in a hundred people did something more.
`INTENTS` (about 1,000,000) in the environment.
"""

import json

from bench.own import own_database, side

GOAL_SECONDS = 60


def main() -> None:
    with own_database() as environment:
        found = side(environment, "bench.grade_intents_side")
    print("| work | intents | evidence | seconds | goal |")
    print("|---|---|---|---|---|")
    for each in found["runs"]:
        print(
            f"| {each['work']} | {each['intents']:,} | {each['evidence']:,} | {each['seconds']} | {GOAL_SECONDS} |"
        )
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
