"""The house's part of `bench.exports`: plants rows, or reads one file to its end. Prints JSON."""

import json
import os
import resource
import sys
import time

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from accounts.models import Member, Role, RoleGrant  # noqa: E402
from bench.exports import FEW  # noqa: E402

ROWS = int(os.environ.get("ROWS", "1000000"))
INTENTS = """
INSERT INTO analytics_supportintent (key, opened_at, closes_at, grade)
SELECT 'bench:' || n, moment, moment + interval '72 hours', CASE WHEN n <= %(few)s THEN 'potential' ELSE 'none' END
FROM generate_series(1, %(rows)s) n, LATERAL (SELECT now() - interval '10 days' - n * interval '1 second' AS moment) m
"""


def plant() -> dict[str, int]:
    call_command("migrate", verbosity=0)
    reader = Member.objects.create(handle="reader", name="Reader", email="reader@mail.example")
    RoleGrant.objects.create(member=reader, role=Role.EXECUTIVE)
    with connection.cursor() as cursor:
        cursor.execute(INTENTS, {"rows": ROWS + FEW, "few": FEW})
        cursor.execute("ANALYZE")
    return {"planted": ROWS + FEW}


def measured(kind: str, rows: str) -> dict[str, object]:
    client = Client(SERVER_NAME="localhost")
    client.force_login(Member.objects.get(handle="reader"), backend="allauth.account.auth_backends.AuthenticationBackend")  # fmt: skip
    grade = "potential" if rows == "few" else "none"
    client.get("/insights/assumptions/")  # what a process does once
    address = f"/insights/deflection/rows.csv?grade={grade}&from=2024-12-01&to=2027-06-01&as={kind}"
    began, marks, size, lines = time.perf_counter(), [], 0, 0
    answer = client.get(address)
    assert answer.status_code == 200, answer
    for piece in answer.streaming_content:
        marks[:2] = [*marks[:2], time.perf_counter()][:2]
        size += len(piece)
        lines += piece.count(b"\n") if kind == "csv" else 0
    seconds = time.perf_counter() - began
    if kind == "csv":
        assert lines > (FEW if rows == "few" else ROWS), lines
    return {
        "kind": kind,
        "rows": FEW if rows == "few" else ROWS,
        "first_ms": round((marks[0] - began) * 1000),
        "first_rows_ms": round((marks[1] - began) * 1000),
        "seconds": round(seconds, 1),
        "mb": round(size / 1e6, 1),
        "most_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


if __name__ == "__main__":
    print(json.dumps(plant() if sys.argv[1] == "plant" else measured(*sys.argv[1:3])))
