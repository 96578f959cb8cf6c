"""Looks for a word in everything this house keeps: each row of each table, each file, each key of Valkey."""

import base64
import re
import zipfile
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection

from core.valkey import valkey

WORD = re.compile(r"zq[a-z]+xk", re.IGNORECASE)


def words_in_database() -> dict[str, set[str]]:
    """The words in each table, as far as there are any; sessions are opened, since theirs are packed."""
    found: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            quoted = connection.ops.quote_name(table)
            cursor.execute(
                f"SELECT DISTINCT lower(match[1]) FROM {quoted} AS row, "  # noqa: S608
                "regexp_matches(row::text, '(zq[a-z]+xk)', 'gi') AS match"
            )
            if words := {word for (word,) in cursor.fetchall()}:
                found[table] = words
    opened = " ".join(str(session.get_decoded()) for session in Session.objects.all())
    if words := words_in(opened):
        found["sessions, opened"] = words
    return found


def words_in_valkey() -> set[str]:
    """The words in every key and value, of whatever type; what waits for a worker is unpacked."""
    server, found = valkey(), set()
    readers = {
        b"string": server.get,
        b"hash": server.hgetall,
        b"list": lambda key: server.lrange(key, 0, -1),
        b"set": server.smembers,
        b"zset": lambda key: server.zrange(key, 0, -1),
        b"stream": server.xrange,
    }
    for key in server.scan_iter(count=1000):
        value = str(readers[server.type(key)](key))
        found |= words_in(f"{key!r} {value}")
        for packed in re.findall(r'"body": "([A-Za-z0-9+/=]+)"', value):
            found |= words_in(base64.b64decode(packed).decode("utf-8", "replace"))
    return found


def words_in_files() -> dict[str, set[str]]:
    """The words in the name or the bytes of every file under the data folder's uploads, archives opened."""
    found: dict[str, set[str]] = {}
    for path in Path(settings.MEDIA_ROOT).rglob("*"):
        if not path.is_file():
            continue
        text = path.name + path.read_bytes().decode("latin-1")
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    text += name + archive.read(name).decode("latin-1")
        if words := words_in(text):
            found[str(path)] = words
    return found


def words_in(text: str) -> set[str]:
    return {word.lower() for word in WORD.findall(text)}
