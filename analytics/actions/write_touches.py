import logging
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from accounts.models import Consent, Purpose
from analytics import stream
from analytics.actions.gather import gather
from analytics.actions.trace_lead import trace_leads
from analytics.evidence import TELLING
from analytics.models import PageCount, Touch
from content.models import Article
from forums.models import Topic

log = logging.getLogger(__name__)

BATCH = 1000
COLUMNS = ("stream_id", "consent_id", "member_id", "browser_id", "kind", "topic_id", "article_id", "via", "source", "missed", "at")  # fmt: skip


def write_touches(*, most: int = 20 * BATCH) -> int:
    """Move what waits in the stream into the table, and count pages; returns how many touches were new.

    One writer at a time. An entry is dropped from the stream after its row has committed, and a row is written
    once for an entry's id: killed anywhere, run twice or at once, each touch is there exactly once.
    """
    written = seen = 0
    while seen < most:
        found = stream.read(BATCH)
        if not found:
            break
        if (new := _write(found)) is None:
            return written
        stream.drop([key for key, _ in found])
        written, seen = written + new, seen + len(found)
    count_pages()
    return written


@transaction.atomic
def _write(found: list[tuple[str, dict[str, str]]]) -> int | None:
    """Write one batch; None when another writer is at work."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended('analytics/writer', 0))")
        if not cursor.fetchone()[0]:
            return None
        rows = list(_rows(found))
        cursor.execute(
            "CREATE TEMPORARY TABLE arriving (LIKE analytics_touch) ON COMMIT DROP;"
            "ALTER TABLE arriving DROP COLUMN id"
        )
        names = ", ".join(COLUMNS)  # our own words, no input
        with cursor.copy(f"COPY arriving ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(
            f"INSERT INTO analytics_touch ({names}) SELECT {names} FROM arriving "  # noqa: S608
            "ON CONFLICT (stream_id) DO NOTHING RETURNING id, kind, member_id, browser_id"
        )
        new = cursor.fetchall()
        cursor.execute("DROP TABLE arriving")
    gather(touches=[pk for pk, kind, *_ in new if kind in TELLING])
    trace_leads(
        members={member for _, _, member, _ in new if member},
        browsers={browser for _, _, member, browser in new if browser and not member},
    )
    return len(new)


def _rows(found: list[tuple[str, dict[str, str]]]) -> Any:
    """The rows of those entries whose consent holds at this moment; it is held until they are committed."""
    ids = {int(entry["consent"]) for _, entry in found if entry.get("consent", "").isdigit()}
    held = Consent.objects.in_force().filter(pk__in=ids, purpose=Purpose.ANALYTICS)
    consents = {
        row.pk: row for row in held.select_related("browser").select_for_update(of=("self",))
    }
    topics = _existing(
        Topic, "pk", {int(e["topic"]) for _, e in found if e.get("topic", "").isdigit()}
    )
    articles = _existing(Article, "slug", {e["article"] for _, e in found if e.get("article")})
    for key, entry in found:
        consent = consents.get(int(entry["consent"]) if entry.get("consent", "").isdigit() else 0)
        at = _moment(entry.get("at", ""))
        if consent is None or at is None or entry.get("kind") not in Touch.Kind.values:
            continue
        browser = consent.browser
        member_id = consent.member_id or (browser.member_id if browser else None)
        browser_id = None if member_id else (browser.pk if browser else None)
        if member_id is None and browser_id is None:
            continue
        yield (
            key, consent.pk, member_id, browser_id, entry["kind"],
            topics.get(entry.get("topic", "")), articles.get(entry.get("article", "")),
            entry.get("via", "inside"), entry.get("source", "")[:100],
            entry.get("missed", "")[:100], at,
        )  # fmt: skip


def _existing(model: Any, field: str, wanted: set[Any]) -> dict[str, int]:
    rows = (
        model.objects.filter(**{f"{field}__in": wanted}).values_list(field, "pk") if wanted else ()
    )
    return {str(value): pk for value, pk in rows}


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def count_pages() -> None:
    """Add the nameless counts to their days. A crash in between may count a few seconds twice; they are nobody's."""
    counted = {field: number for field, number in stream.counts().items() if number > 0}
    if not counted:
        return
    with transaction.atomic():
        for field, number in sorted(counted.items()):
            day, kind, consented = field.split("/")
            row, _ = PageCount.objects.get_or_create(
                day=date.fromisoformat(day), kind=kind, consented=consented == "1"
            )
            PageCount.objects.filter(pk=row.pk).update(number=F("number") + number)
    stream.take(counted)
