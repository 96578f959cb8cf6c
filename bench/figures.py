"""Figures over two years: `python -m bench.figures [FOLDER]`; a table, then JSON.

In a database of its own (durable, as a house has it): touches, wishes for help with their evidence, cases and questions of two years
are planted by SQL, counts are kept by the command, and pages are asked for by an executive through Django's own handler:
uncached, each filter once cold and then warm. What is not measured: the network, and the time of a browser.
With FOLDER the data stays there (some 12 GB), and is used again. Beside the clock stand milliseconds on the cores, here and
in PostgreSQL, which a busy machine changes little. `TOUCHES` (20,000,000), `EVIDENCE` (5,000,000) in the environment.
"""

import json
import sys
from pathlib import Path

from bench.own import own_database, side


def main() -> None:
    folder = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else None
    with own_database(seconds=3600, folder=folder) as environment:
        found = side(environment, "bench.figures_side")
    print("| page | first, ms | median of 3, ms | on the cores, ms | queries | goal, ms |")
    print("|---|---|---|---|---|---|")
    for each in found["pages"]:
        numbers = (each[name] for name in ("first", "median", "cores", "queries", "goal"))
        print(f"| {each['page']} | {' | '.join(map(str, numbers))} |")
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
