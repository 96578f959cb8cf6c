"""A database brought up to date by every migration there ever was, and what a database is made of, in words.

`python -m tests.architecture.chain` does it to what DATABASE_URL names.
"""

import hashlib
from pathlib import Path

import django
import psycopg
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from core.database import at_once

FACTS = {
    "columns": """
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated,
            pg_get_expr(d.adbin, d.adrelid), a.attcollation::regcollation::text, a.attstattarget
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON (d.adrelid, d.adnum) = (c.oid, a.attnum)
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
    """,
    "tables": """
        SELECT relname, relkind, relpersistence, reloptions FROM pg_class WHERE relnamespace = 'public'::regnamespace
    """,
    "constraints": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace
    """,
    "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": "SELECT pg_get_triggerdef(oid), tgenabled FROM pg_trigger WHERE NOT tgisinternal",
    "functions": """
        SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'
        AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
    """,
    "words": """
        SELECT cfgname, maptokentype, mapseqno, mapdict::regdictionary::text
        FROM pg_ts_config JOIN pg_ts_config_map ON mapcfg = pg_ts_config.oid WHERE cfgnamespace = 'public'::regnamespace
    """,
    "extensions": "SELECT extname, extversion FROM pg_extension",
    "migrations": "SELECT app, name FROM django_migrations",
}


def facts(address: str) -> dict[str, set[str]]:
    """Everything of a database that its migrations made, whatever the order."""
    with psycopg.connect(address) as line:
        return {name: {repr(row) for row in line.execute(sql)} for name, sql in FACTS.items()}


def sum_of_chains() -> str:
    """Changes when what is replaced does, what stands for it, or how Django makes tables."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    ours = {key: each for key, each in loader.disk_migrations.items() if _is_ours(each)}
    standing = [key for key, each in ours.items() if each.replaces]
    files = [at_once.__file__]
    for app, name in {*standing, *(step for key in standing for step in ours[key].replaces)}:
        files.append(Path(app, "migrations", f"{name}.py"))
    root = Path(__file__).parents[2]
    sums = hashlib.sha256(repr(django.VERSION[:2]).encode())
    for path in sorted(root / each for each in files):
        sums.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    return sums.hexdigest()


def _is_ours(migration: object) -> bool:
    return not type(migration).__module__.startswith(("django.", "allauth.", "taggit."))


def walk() -> None:
    """Step by step, though shorter ways stand beside."""
    executor = MigrationExecutor(connection)
    executor.loader.replace_migrations = False
    executor.loader.build_graph()
    graph = executor.loader.graph
    executor.migrate([leaf for leaf in graph.leaf_nodes() if not graph.nodes[leaf].replaces])


if __name__ == "__main__":
    django.setup()
    walk()
