"""Figures over two years: `python -m bench.figures`; a table, then JSON.

In a database of its own (durable, as a house has it): touches, wishes for help with their evidence, cases and questions of two years
are planted by SQL, counts are kept by the command, and pages are asked for by an executive through Django's own handler:
uncached, each filter once cold and then warm. What is not measured: the network, and the time of a browser.
`TOUCHES` (20,000,000), `EVIDENCE` (5,000,000) in the environment.
"""

import json

from bench.own import own_database, side


def main() -> None:
    with own_database(seconds=3600) as environment:
        found = side(environment, "bench.figures_side")
    print("| page | first, ms | median of 3, ms | queries | goal, ms |")
    print("|---|---|---|---|---|")
    for each in found["pages"]:
        print(f"| {each['page']} | {each['first']} | {each['median']} | {each['queries']} | {each['goal']} |")  # fmt: skip
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
