"""The house's part of `bench.figures`: plants two years and asks for pages. Prints JSON."""

import json
import os
import statistics
import time
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from accounts.models import Member, Role, RoleGrant  # noqa: E402
from analytics import rollups  # noqa: E402
from analytics.actions import set_assumption  # noqa: E402
from bench.answers_side import Watch  # noqa: E402
from forums.models import Board, Topic  # noqa: E402
from spaces.models import Brand, Space  # noqa: E402
from support.models import Product  # noqa: E402

TOUCHES = int(os.environ.get("TOUCHES", "20000000"))
EVIDENCE = int(os.environ.get("EVIDENCE", "5000000"))
LONG = int(os.environ.get("LONG", "160"))
"""How much of the slowest statements is told."""
PEOPLE, SPACES, TOPICS = 200_000, 20, 50_000

WISHES = EVIDENCE // 4
CASES, QUESTIONS = EVIDENCE // 20, TOPICS

A_SITTING = 16
"""Pages that one person opens in a row; the first four of some are evidence of a wish for help."""

STEPS = {
    "browsers": """
        INSERT INTO accounts_browser (id, created_at)
        SELECT md5('browser ' || n)::uuid, now() - interval '2 years' FROM generate_series(1, %(people)s) n""",
    "consents": """
        INSERT INTO accounts_consent (browser_id, purpose, text_version, place, given_at)
        SELECT md5('browser ' || n)::uuid, 'analytics', '2026-11', 'banner', now() - interval '2 years'
        FROM generate_series(1, %(people)s) n""",
    "topics over two years": """
        UPDATE forums_topic SET created_at = now() - random() * interval '2 years', solved_at = now(),
               answered_at = CASE WHEN id %% 9 > 0 THEN now() END""",
    "first answers": """
        UPDATE forums_topic SET answered_at = least(created_at + random() * random() * interval '4 days', now())
        WHERE answered_at IS NOT NULL""",
    # As they came in life: one after the other, so that what is near in time lies near.
    "touches": """
        INSERT INTO analytics_touch (stream_id, consent_id, browser_id, kind, topic_id, via, source, missed, at)
        SELECT 'b' || n, c.id, c.browser_id, CASE WHEN n %% 7 = 0 THEN 'search' ELSE 'read_topic' END,
               CASE WHEN n %% 7 > 0 THEN %(first)s + (random() * random() * (%(topics)s - 1))::int END, 'inside', '',
               CASE WHEN n %% 70 = 0 THEN 'words ' || (random() * 500)::int ELSE '' END,
               now() - (1 - n / %(touches)s.0) * interval '2 years'
        FROM generate_series(1, %(touches)s) n
        JOIN (SELECT *, row_number() OVER (ORDER BY id) AS nth FROM accounts_consent) c
          ON c.nth = 1 + (n / %(sitting)s * 7919::bigint) %% %(people)s
        ORDER BY n""",
    "wishes for help": """
        INSERT INTO analytics_supportintent (key, consent_id, opened_at, closes_at, grade, topic_id, space_id, board_id, product_id)
        SELECT 'browser:' || c.browser_id, c.id, at, at + interval '72 hours',
               (ARRAY['failed','confirmed','implicit','potential','potential','none'])[1 + n %% 6], t.id, t.space_id,
               t.board_id, CASE WHEN n %% 3 = 0 THEN %(product)s END
        FROM (SELECT n, now() - (1 - n * 1.0 / %(wishes)s) * interval '2 years' AS at,
                     %(first)s + (random() * random() * (%(topics)s - 1))::int AS topic
              FROM generate_series(1, %(wishes)s) n) w
        JOIN forums_topic t ON t.id = w.topic
        JOIN (SELECT *, row_number() OVER (ORDER BY id) AS nth FROM accounts_consent) c
          ON c.nth = 1 + (n * %(touches)s::bigint / %(wishes)s / %(sitting)s * 7919) %% %(people)s
        ORDER BY n
        ON CONFLICT DO NOTHING""",
    "their evidence": """
        INSERT INTO analytics_intentevidence (key, subject, intent_id, kind, at, is_staffs, consent_id, topic_id, touch_id)
        SELECT i.key, 'touch:' || t.id, i.id,
               CASE WHEN t.topic_id IS NULL THEN 'searched' ELSE 'solved_topic_read' END, i.opened_at, false, i.consent_id,
               CASE WHEN t.topic_id IS NOT NULL THEN i.topic_id END, t.id
        FROM (SELECT *, row_number() OVER (ORDER BY id) AS nth FROM analytics_supportintent) i
        CROSS JOIN generate_series(0, 3) AS act
        JOIN (SELECT id, topic_id, row_number() OVER (ORDER BY id) AS nth FROM analytics_touch) t
          ON t.nth = i.nth * (%(touches)s / %(wishes)s) - act
        ORDER BY i.nth, act DESC""",
    "cases": """
        INSERT INTO support_case (name, email, follow_key, subject, body, status, channel, reference, "order", opened_at,
                                  touched_at, topic_id)
        SELECT '', 'someone' || n %% 50000 || '@mail.example', md5('case ' || n)::uuid, 'It drips', '…', 'new', 'form', '', '',
               now() - (1 - n * 1.0 / %(cases)s) * interval '2 years', now(), %(first)s + (random() * (%(topics)s - 1))::int
        FROM generate_series(1, %(cases)s) n""",
}
LARGE = ("analytics_touch", "analytics_supportintent", "analytics_intentevidence")
HELD = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
       format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE conrelid::regclass::text = ANY(%(tables)s) AND contype = 'f'
UNION ALL
SELECT format('DROP INDEX %%I', indexname), indexdef FROM pg_indexes
WHERE tablename = ANY(%(tables)s) AND indexname NOT IN (SELECT conname FROM pg_constraint)
"""
"""What is quicker made once than kept up row by row: how it goes, and how it comes back."""


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    found: dict[str, Any] = {
        "touches": TOUCHES,
        "evidence": EVIDENCE,
        "wishes": WISHES,
        "pages": [],
        "planting": {},
    }
    if not Space.objects.filter(slug="s0").exists():
        _plant(found)
    begun = time.perf_counter()
    found["hours"] = rollups.rebuild()
    found["rebuild_seconds"] = round(time.perf_counter() - begun, 1)
    reader, product = Member.objects.get(handle="reader"), Product.objects.get(slug="wren")
    _pages(found, reader, product.pk)
    print(json.dumps(found))


def _plant(found: dict[str, Any]) -> None:
    first, product = _ground()
    about = {
        "people": PEOPLE, "touches": TOUCHES, "wishes": WISHES, "cases": CASES, "topics": TOPICS, "first": first,
        "product": product, "sitting": A_SITTING,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(HELD, {"tables": list(LARGE)})
        held = cursor.fetchall()
        # Foreign keys go first and come back last: they stand on the others' indexes.
        for drop, _add in held:
            cursor.execute(drop)
        for table in LARGE:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute("SET work_mem = '256MB'; SET maintenance_work_mem = '512MB'")
    for name, sql in STEPS.items():
        begun = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(sql, about)
        found["planting"][name] = round(time.perf_counter() - begun, 1)
    with connection.cursor() as cursor:
        for _drop, add in reversed(held):
            cursor.execute(add)
        for table in LARGE:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("RESET work_mem; RESET maintenance_work_mem")


def _ground() -> tuple[int, int]:
    brand = Brand.objects.first() or Brand.objects.create(name="Bench")
    assert brand
    reader = Member.objects.create(handle="reader", name="Reader", email="reader@mail.example")
    asker = Member.objects.create(handle="asker", name="Asker", email="asker@mail.example")
    RoleGrant.objects.create(member=reader, role=Role.EXECUTIVE)
    boards = [
        Board.objects.create(
            space=Space.objects.create(slug=f"s{n}", name=f"Space {n}"), slug=f"b{n}", name=f"Board {n}", kinds=["question"]
        )
        for n in range(SPACES)
    ]  # fmt: skip
    product = Product.objects.create(name="Wren", slug="wren")
    topics = Topic.objects.bulk_create(
        (
            Topic(board=boards[n % SPACES], space=boards[n % SPACES].space, kind="question", title=f"Question {n}", slug="q", author=asker)
            for n in range(TOPICS)
        ),
        batch_size=5000,
    )  # fmt: skip
    set_assumption(
        by=reader, name="cost_per_contact", value=8, low=5, high=12, currency="EUR", owner="Support",  # type: ignore[arg-type]
    )  # fmt: skip
    return topics[0].pk, product.pk


def _pages(found: dict[str, Any], reader: Member, product: int) -> None:
    client = Client(SERVER_NAME="localhost")
    client.force_login(reader, backend="allauth.account.auth_backends.AuthenticationBackend")
    space, board = Space.objects.first(), Board.objects.last()
    assert space and board
    wanted = [("/insights/", 300), ("/insights/?days=30", 300)]
    narrowed = [
        f"space={space.pk}",
        f"board={board.pk}",
        f"product={product}",
        "days=180",
        "compare=year",
    ]
    for page in (
        "/insights/",
        "/insights/deflection/",
        "/insights/to-mend/",
        "/insights/answering/",
    ):
        wanted += [(f"{page}?{query}", 1000) for query in ["", *narrowed]]
    only = os.environ.get("ONLY", "")
    for address, goal in wanted:
        if not address.startswith(only):
            continue
        times, busy = [], []
        for _ in range(4):
            watch = Watch()
            answer = client.get(address)
            assert answer.status_code == 200, (address, answer.status_code)
            took, cores = watch.read()
            times.append(round(took))
            busy.append(round(cores))
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        found["pages"].append(
            {"page": address, "first": times[0], "median": statistics.median(times[1:]),
             "cores": statistics.median(busy[1:]), "queries": len(asked), "goal": goal,
             "slowest": sorted(((float(q["time"]), q["sql"][:LONG]) for q in asked.captured_queries), reverse=True)[:3]}
        )  # fmt: skip
    begun = time.perf_counter()
    stream = iter(client.get("/insights/deflection/rows.csv?grade=confirmed&days=180"))
    for _ in range(12):
        next(stream)
    found["pages"].append(
        {"page": "export, first rows", "first": round(1000 * (time.perf_counter() - begun)), "median": 0, "cores": 0, "queries": 0, "goal": 1000}
    )  # fmt: skip


if __name__ == "__main__":
    main()
