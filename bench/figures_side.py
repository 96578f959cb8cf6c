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
from forums.models import Board, Topic  # noqa: E402
from spaces.models import Brand, Space  # noqa: E402
from support.models import Product  # noqa: E402

TOUCHES = int(os.environ.get("TOUCHES", "20000000"))
EVIDENCE = int(os.environ.get("EVIDENCE", "5000000"))
PEOPLE, SPACES, TOPICS = 200_000, 20, 50_000
SECONDS = 2 * 365 * 86400

WISHES = EVIDENCE // 4
CASES, QUESTIONS = EVIDENCE // 20, TOPICS

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
    "touches": """
        INSERT INTO analytics_touch (stream_id, consent_id, browser_id, kind, topic_id, via, source, missed, at)
        SELECT 'b' || n, c.id, c.browser_id, CASE WHEN n %% 7 = 0 THEN 'search' ELSE 'read_topic' END,
               CASE WHEN n %% 7 > 0 THEN %(first)s + (random() * random() * (%(topics)s - 1))::int END, 'inside', '',
               CASE WHEN n %% 70 = 0 THEN 'words ' || (random() * 500)::int ELSE '' END,
               now() - random() * interval '2 years'
        FROM generate_series(1, %(touches)s) n
        JOIN (SELECT *, row_number() OVER (ORDER BY id) AS nth FROM accounts_consent) c
          ON c.nth = 1 + n %% %(people)s""",
    "wishes for help": """
        INSERT INTO analytics_supportintent (key, consent_id, opened_at, closes_at, grade, topic_id, space_id, board_id, product_id)
        SELECT 'browser:' || c.browser_id, c.id, at, at + interval '72 hours',
               (ARRAY['failed','confirmed','implicit','potential','potential','none'])[1 + n %% 6], t.id, t.space_id,
               t.board_id, CASE WHEN n %% 3 = 0 THEN %(product)s END
        FROM (SELECT n, now() - random() * interval '2 years' AS at,
                     %(first)s + (random() * random() * (%(topics)s - 1))::int AS topic
              FROM generate_series(1, %(wishes)s) n) w
        JOIN forums_topic t ON t.id = w.topic
        JOIN (SELECT *, row_number() OVER (ORDER BY id) AS nth FROM accounts_consent) c
          ON c.nth = 1 + (n * 7919::bigint) %% %(people)s
        ON CONFLICT DO NOTHING""",
    "their evidence": """
        INSERT INTO analytics_intentevidence (key, subject, intent_id, kind, at, is_staffs, consent_id, topic_id, touch_id)
        SELECT i.key, 'touch:' || t.id, i.id,
               CASE WHEN t.topic_id IS NULL THEN 'searched' ELSE 'solved_topic_read' END, i.opened_at, false, i.consent_id,
               CASE WHEN t.topic_id IS NOT NULL THEN i.topic_id END, t.id
        FROM (SELECT id, topic_id, row_number() OVER (ORDER BY id) AS nth FROM analytics_touch
              LIMIT %(wishes)s * 4) t
        JOIN (SELECT *, row_number() OVER (ORDER BY id) AS nth FROM analytics_supportintent) i
          ON i.nth = 1 + t.nth %% %(wishes)s""",
    "cases": """
        INSERT INTO support_case (name, email, follow_key, subject, body, status, channel, reference, "order", opened_at,
                                  touched_at, topic_id)
        SELECT '', 'someone' || n %% 50000 || '@mail.example', md5('case ' || n)::uuid, 'It drips', '…', 'new', 'form', '', '',
               now() - random() * interval '2 years', now(), %(first)s + (random() * (%(topics)s - 1))::int
        FROM generate_series(1, %(cases)s) n""",
}


def main() -> None:
    call_command("migrate", verbosity=0)
    found: dict[str, Any] = {
        "touches": TOUCHES,
        "evidence": EVIDENCE,
        "wishes": WISHES,
        "pages": [],
        "planting": {},
    }
    reader, first, product = _ground()
    about = {
        "people": PEOPLE, "touches": TOUCHES, "wishes": WISHES, "cases": CASES, "topics": TOPICS, "first": first,
        "product": product,
    }  # fmt: skip
    for name, sql in STEPS.items():
        begun = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(sql, about)
        found["planting"][name] = round(time.perf_counter() - begun, 1)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    begun = time.perf_counter()
    found["hours"] = rollups.rebuild()
    found["rebuild_seconds"] = round(time.perf_counter() - begun, 1)
    _pages(found, reader, product)
    print(json.dumps(found))


def _ground() -> tuple[Member, int, int]:
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
    return reader, topics[0].pk, product.pk


def _pages(found: dict[str, Any], reader: Member, product: int) -> None:
    client = Client()
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
    for address, goal in wanted:
        times = []
        for _ in range(4):
            begun = time.perf_counter()
            answer = client.get(address)
            assert answer.status_code == 200, address
            times.append(round(1000 * (time.perf_counter() - begun)))
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        found["pages"].append(
            {"page": address, "first": times[0], "median": statistics.median(times[1:]), "queries": len(asked), "goal": goal,
             "slowest": sorted(((q["time"], q["sql"][:160]) for q in asked.captured_queries), reverse=True)[:2]}
        )  # fmt: skip
    begun = time.perf_counter()
    stream = iter(client.get("/insights/deflection/rows.csv?grade=confirmed&days=180"))
    for _ in range(12):
        next(stream)
    found["pages"].append(
        {"page": "export, first rows", "first": round(1000 * (time.perf_counter() - begun)), "median": 0, "queries": 0, "goal": 1000}
    )  # fmt: skip


if __name__ == "__main__":
    main()
