"""Inside the house, in a process that does nothing else: import, and write the figures beside the dump."""

import json
import os
import resource
import time
from pathlib import Path

from django.db import connection

from bench.import_speed import SITE
from integrations.actions import check_dump, import_dump, open_source
from integrations.scratch import patience
from spaces.models import Brand, Space


def timed(dump: str) -> None:
    Brand.objects.get_or_create(pk=1, defaults={"name": "Bench"})
    space = Space.objects.create(slug="bench", name="Bench")
    before = resident_mb()
    began = said = time.monotonic()
    worked = time.process_time()
    stages: dict[str, float] = {}

    def told(stage: str, done: int, of: int) -> None:
        nonlocal said
        now = time.monotonic()
        stages[stage] = round(stages.get(stage, 0) + now - said, 2)
        said = now

    with patience():
        found = check_dump(folder=Path(dump), site=SITE, told=told)
        run = import_dump(
            source=open_source(site=SITE, space=space), folder=Path(dump), found=found, told=told
        )
    figures = {
        "seconds": round(time.monotonic() - began, 1),
        "own_cpu_s": round(time.process_time() - worked, 1),
        "database_cpu_s": backend_cpu_s(),
        "stages": stages,
        "at_rest_mb": before,
        "peak_mb": resident_mb(),
        "questions": run.questions,
        "answers": run.answers,
        "solutions": run.solutions,
        "members": run.members,
    }
    (Path(dump).parent / "figures.json").write_text(json.dumps(figures))


def backend_cpu_s() -> float:
    """Seconds of CPU that this connection's PostgreSQL process has used: fields 14 and 15 of proc(5) stat."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return round((int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), 1)


def resident_mb() -> float:
    """The most memory this process has held so far."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)
