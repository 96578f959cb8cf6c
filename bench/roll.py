"""`python -m bench.roll [FOLDER]`: a vote with a million members on its roll: fixing it, and the pages beside those of a topic.

One database, planted small (10,000 posts) with members added by COPY: `MEMBERS` (1,000,000) in the environment. A table, then JSON.
"""

import os
import subprocess
import sys
from pathlib import Path

os.environ.setdefault("SMALL", "10000")

from bench.million import engines, manage, planted  # isort: skip

from community.local.place import REPOSITORY
from tests.house import open_folder


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0]) if arguments else open_folder()
    with engines(folder) as environments:
        environment = environments["small"]
        planted("small", environment)
        manage(environment, "collectstatic", "--no-input", "--verbosity", "0")
        return subprocess.run(
            [sys.executable, "-m", "bench.roll_side"], cwd=REPOSITORY,
            env=environment | {"DATABASE_TIMEOUT_MS": "600000"},
        ).returncode  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
