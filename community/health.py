"""/healthz: this process answers. /readyz: what the site stands on, part by part.

Answered before any other middleware, so that a probe needs no host name, session or brand.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.exceptions import BadMigrationError
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from redis.exceptions import RedisError

NEEDED = ("database", "migrations")  # without these no page can be answered


@dataclass(frozen=True)
class Part:
    ok: bool
    reason: str = ""


class HealthMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == "/healthz":
            return _answer({"status": "ok"}, 200)
        if request.path_info == "/readyz":
            return readiness()
        return self.get_response(request)


def readiness() -> JsonResponse:
    """200 "ok" or "degraded" with the parts that are away, 503 when pages cannot be answered."""
    parts = {"database": _database()}
    parts["migrations"] = (
        _migrations() if parts["database"].ok else Part(False, "the database is away")
    )
    parts |= _valkey_and_heartbeats()
    away = [name for name, part in parts.items() if not part.ok]
    failed = any(name in NEEDED for name in away)
    body = {
        "status": "unavailable" if failed else "degraded" if away else "ok",
        "away": away,
        "parts": {
            name: {"ok": part.ok} | ({"reason": part.reason} if part.reason else {})
            for name, part in parts.items()
        },
    }
    return _answer(body, 503 if failed else 200)


def _answer(body: dict, status: int) -> JsonResponse:
    answer = JsonResponse(body, status=status)
    answer["Cache-Control"] = "no-store"
    if status == 503:
        answer["Retry-After"] = "5"
    return answer


def _database() -> Part:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        connection.close()
        return Part(False, f"does not answer ({type(error).__name__})")
    return Part(True)


def _migrations() -> Part:
    try:
        due = _migrations_due()
    except (DatabaseError, BadMigrationError) as error:
        return Part(False, f"could not be read ({type(error).__name__})")
    return Part(False, "due: run manage.py migrate") if due else Part(True)


def _migrations_due() -> bool:
    return not _migrated.done and _migrated.look()


class _Migrated:
    """Remembers a finished migration: this process's code asks for no more than that."""

    done = False

    def look(self) -> bool:
        executor = MigrationExecutor(connection)
        self.done = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        return not self.done


_migrated = _Migrated()


def _valkey_and_heartbeats() -> dict[str, Part]:
    try:
        seen = cache.get_many(["heartbeat:worker", "heartbeat:beat"])
    except (RedisError, OSError) as error:
        unknown = Part(False, "unknown while Valkey is away")
        away = Part(False, f"does not answer ({type(error).__name__})")
        return {"valkey": away, "worker": unknown, "beat": unknown}
    return {"valkey": Part(True)} | {
        name: Part(True) if f"heartbeat:{name}" in seen else Part(False, "no heartbeat for 60 s")
        for name in ("worker", "beat")
    }
