"""The database itself says which hours grew stale, whoever changes a row and how: by an action, in bulk or by hand.

Statements that change many rows note each hour once. Of a conversation only what its counts go by is looked at, so
that a reply costs nothing here.
"""

from django.db import migrations

BY_STATEMENT = {
    "analytics_supportintent": ("intents", "opened_at"),
    "support_case": ("contacts", "opened_at"),
    "analytics_touch": ("touches", "at"),
}
PARTS = {"insert": ("arrived",), "update": ("arrived", "gone"), "delete": ("gone",)}
TABLES = {"arrived": "NEW TABLE AS arrived", "gone": "OLD TABLE AS gone"}

NOTE = "INSERT INTO analytics_stalehour (measure, hour) SELECT DISTINCT '{measure}', date_trunc('hour', {moment}, 'UTC') FROM {source}"


def by_statement(table, measure, moment):
    for act, parts in PARTS.items():
        name = f"{table}_stale_{act}"
        notes = ";\n".join(NOTE.format(measure=measure, moment=moment, source=part) for part in parts)
        yield (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {notes}; RETURN NULL; END $$;"
            f"CREATE TRIGGER {name} AFTER {act.upper()} ON {table} REFERENCING {' '.join(TABLES[part] for part in parts)}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {name}();",
            f"DROP TRIGGER IF EXISTS {name} ON {table}; DROP FUNCTION IF EXISTS {name}();",
        )


QUESTION = "INSERT INTO analytics_stalehour (measure, hour) VALUES ('questions', date_trunc('hour', {row}.created_at, 'UTC'));"
OF_TOPIC = (
    NOTE.format(measure="contacts", moment="opened_at", source="support_case WHERE topic_id = NEW.id;")
    + NOTE.format(measure="touches", moment="at", source="analytics_touch WHERE topic_id = NEW.id;")
)
OF_AUTHOR = (
    NOTE.format(measure="questions", moment="created_at", source="forums_topic WHERE author_id = {member};")
    + NOTE.format(measure="contacts", moment="opened_at", source="support_case WHERE member_id = {member};")
)
CHANGED = (
    "(OLD.kind, OLD.state, OLD.space_id, OLD.board_id, OLD.author_id, OLD.created_at, OLD.solved_at IS NULL, OLD.answered_at IS NULL)"
    " IS DISTINCT FROM "
    "(NEW.kind, NEW.state, NEW.space_id, NEW.board_id, NEW.author_id, NEW.created_at, NEW.solved_at IS NULL, NEW.answered_at IS NULL)"
)
MOVED = "(OLD.space_id, OLD.board_id) IS DISTINCT FROM (NEW.space_id, NEW.board_id)"
BY_ROW = [
    ("forums_topic", "stale_asked", "INSERT", "", QUESTION.format(row="NEW")),
    ("forums_topic", "stale_changed", "UPDATE", CHANGED, QUESTION.format(row="OLD") + QUESTION.format(row="NEW")),
    ("forums_topic", "stale_moved", "UPDATE", MOVED, OF_TOPIC),
    ("forums_topic", "stale_gone", "DELETE", "", QUESTION.format(row="OLD")),
    (
        "content_article", "stale_moved", "UPDATE", "OLD.space_id IS DISTINCT FROM NEW.space_id",
        NOTE.format(measure="touches", moment="at", source="analytics_touch WHERE article_id = NEW.id;"),
    ),
    (
        "accounts_consent", "stale_withdrawn", "UPDATE", "OLD.withdrawn_at IS DISTINCT FROM NEW.withdrawn_at",
        NOTE.format(measure="touches", moment="at", source="analytics_touch WHERE consent_id = NEW.id;"),
    ),
    ("accounts_rolegrant", "stale_granted", "INSERT", "", OF_AUTHOR.format(member="NEW.member_id")),
    (
        "accounts_rolegrant", "stale_changed", "UPDATE", "OLD IS DISTINCT FROM NEW",
        OF_AUTHOR.format(member="OLD.member_id") + OF_AUTHOR.format(member="NEW.member_id"),
    ),
    ("accounts_rolegrant", "stale_gone", "DELETE", "", OF_AUTHOR.format(member="OLD.member_id")),
    (
        "accounts_member", "stale_claimed", "UPDATE", "OLD.is_placeholder IS DISTINCT FROM NEW.is_placeholder",
        OF_AUTHOR.format(member="NEW.id"),
    ),
]  # fmt: skip


def by_row(table, name, act, when, does):
    name = f"{table}_{name}"
    condition = f"WHEN ({when})" if when else ""
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {does} RETURN NULL; END $$;"
        f"CREATE TRIGGER {name} AFTER {act} ON {table} FOR EACH ROW {condition} EXECUTE FUNCTION {name}();",
        f"DROP TRIGGER IF EXISTS {name} ON {table}; DROP FUNCTION IF EXISTS {name}();",
    )


def operations():
    pairs = [pair for table, said in BY_STATEMENT.items() for pair in by_statement(table, *said)]
    pairs += [by_row(*each) for each in BY_ROW]
    return [migrations.RunSQL(forward, backward) for forward, backward in pairs]


class Migration(migrations.Migration):
    dependencies = [
        ("analytics", "0007_reports"),
        ("support", "0001_initial"),
        ("forums", "0022_topic_places_index"),
        ("content", "0003_mark_conversations"),
        ("accounts", "0015_completion"),
    ]

    operations = operations()
