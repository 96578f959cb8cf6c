"""The house's part of `bench.grade_intents`: plants evidence and grades it. Prints JSON."""

import json
import os
import time
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from accounts.models import Member  # noqa: E402
from analytics.deflection.grading import grade  # noqa: E402
from analytics.models import IntentEvidence, SupportIntent  # noqa: E402
from forums.models import Board, Topic  # noqa: E402
from spaces.models import Space  # noqa: E402

INTENTS = int(os.environ.get("INTENTS", "1000000"))
WINDOW = timedelta(hours=72)
A_PERSON = 4
"""Wishes of one person, ten days apart; each of two or three acts."""
TOPICS = 2000

UNTIED = """
DO $$ DECLARE name text; BEGIN
    SELECT conname INTO name FROM pg_constraint WHERE contype = 'f'
        AND conrelid = 'analytics_intentevidence'::regclass AND confrelid = 'analytics_touch'::regclass;
    EXECUTE 'ALTER TABLE analytics_intentevidence DROP CONSTRAINT ' || quote_ident(name);
END $$
"""
"""The touches themselves are not planted: grading does not read them."""
EVIDENCE = """
INSERT INTO analytics_intentevidence (key, subject, kind, at, is_staffs, topic_id, touch_id)
SELECT 'browser:' || md5('browser ' || n)::uuid, 'touch:' || (n * 100 + wish * 10 + act),
       CASE WHEN act = 1 THEN 'searched' ELSE 'solved_topic_read' END,
       now() - interval '300 days' + wish * interval '10 days' + act * interval '20 minutes', false,
       CASE WHEN act > 1 THEN %(first)s + abs(hashint4((n * 31 + wish * 7 + act)::int)) %% %(topics)s END,
       n * 100 + wish * 10 + act
FROM generate_series(1, %(people)s) AS n CROSS JOIN generate_series(1, %(wishes)s) AS wish
CROSS JOIN generate_series(1, 3) AS act WHERE act < 3 OR (n + wish) %% 3 = 0
"""
MORE = """
INSERT INTO analytics_intentevidence (key, subject, kind, at, is_staffs, touch_id)
SELECT 'browser:' || md5('browser ' || n)::uuid, 'more:' || n, 'searched', now(), false, -n
FROM generate_series(100, %(people)s, 100) AS n
"""


def main() -> None:
    call_command("migrate", verbosity=0)
    plant()
    runs = [measured("from nothing"), measured("again, nothing changed")]
    run(MORE, people=INTENTS // A_PERSON)
    runs.append(measured("again, one person in a hundred did more"))
    print(json.dumps({"runs": runs}))


def plant() -> None:
    member = Member.objects.create(handle="bench", name="Bench", email="bench@mail.example")
    space = Space.objects.create(slug="bench", name="Bench")
    boards = [
        Board.objects.create(space=space, slug=f"b{n}", name=f"B{n}", kinds=["question"])
        for n in range(20)
    ]
    topics = Topic.objects.bulk_create(
        Topic(
            board=boards[n % 20],
            space=space,
            kind="question",
            title=f"T{n}",
            slug="t",
            author=member,
        )
        for n in range(TOPICS)
    )
    values = {
        "people": INTENTS // A_PERSON, "wishes": A_PERSON, "topics": TOPICS, "first": min(topic.pk for topic in topics),
    }  # fmt: skip
    run(UNTIED, EVIDENCE, **values)
    run("VACUUM ANALYZE analytics_intentevidence", "ANALYZE")


def run(*statements: str, **values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        for statement in statements:
            cursor.execute(statement, values)


def measured(work: str) -> dict[str, Any]:
    steps: list[tuple[float, str]] = []

    def timed(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        start = time.monotonic()
        found = execute(sql, params, many, context)
        steps.append((round(time.monotonic() - start, 1), " ".join(sql.split()[:5])))
        return found

    began = time.monotonic()
    with connection.execute_wrapper(timed):
        number = grade(WINDOW)
    seconds = time.monotonic() - began
    assert number == SupportIntent.objects.count()
    return {
        "work": work, "intents": number, "evidence": IntentEvidence.objects.count(), "seconds": round(seconds, 1),
        "longest steps": sorted(steps, reverse=True)[:6],
    }  # fmt: skip


if __name__ == "__main__":
    main()
