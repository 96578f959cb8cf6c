"""Entries in parts and languages: what weighs how much, and what filters ask for, in one index.

`document` was computed by an expression; from here a trigger computes it, in the entry's language. Code of before goes on
working: it writes `title` and `text`, and asks for words of `hearth_english`.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

CONFIGURATIONS = {
    "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish", "fr": "french", "hu": "hungarian",
    "it": "italian", "nl": "dutch", "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sv": "swedish", "tr": "turkish",
}  # fmt: skip

CONFIGURE = (
    "".join(
        f"""
CREATE TEXT SEARCH CONFIGURATION hearth_{code} (COPY = pg_catalog.{name});
ALTER TEXT SEARCH CONFIGURATION hearth_{code}
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, {name}_stem;
"""
        for code, name in CONFIGURATIONS.items()
    )
    + """
CREATE TEXT SEARCH CONFIGURATION hearth_other (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION hearth_other
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;
"""
)
FORGET = "".join(
    f"DROP TEXT SEARCH CONFIGURATION hearth_{code};" for code in [*CONFIGURATIONS, "other"]
)

COMPUTE = """
ALTER TABLE search_searchentry ALTER COLUMN document DROP EXPRESSION;
UPDATE search_searchentry e SET board_id = t.board_id FROM forums_topic t WHERE e.kind = 'topic' AND e.object_id = t.id;

CREATE FUNCTION search_entry_words() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    words regconfig := ('hearth_' || NEW.language)::regconfig;
BEGIN
    NEW.title_words := setweight(to_tsvector(words, NEW.title), 'A') || array_to_tsvector(NEW.marks);
    NEW.document := NEW.title_words
        || setweight(to_tsvector(words, array_to_string(NEW.tags, ' . ')), 'B')
        || setweight(to_tsvector(words, NEW.solution), 'B')
        || setweight(to_tsvector(words, NEW.opening), 'C')
        || setweight(to_tsvector(words, NEW.text), 'D');
    RETURN NEW;
END $$;

CREATE TRIGGER search_entry_inserted BEFORE INSERT ON search_searchentry
    FOR EACH ROW EXECUTE FUNCTION search_entry_words();
CREATE TRIGGER search_entry_changed BEFORE UPDATE ON search_searchentry
    FOR EACH ROW WHEN (
        (NEW.language, NEW.title, NEW.tags, NEW.solution, NEW.opening, NEW.text, NEW.marks)
        IS DISTINCT FROM (OLD.language, OLD.title, OLD.tags, OLD.solution, OLD.opening, OLD.text, OLD.marks))
    EXECUTE FUNCTION search_entry_words();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("forums", "0003_conversations"),
        ("search", "0002_search_entry"),
        ("spaces", "0004_space_language"),
    ]

    operations = [
        migrations.RunSQL(CONFIGURE, FORGET),
        migrations.AddField(
            "searchentry",
            "board",
            models.ForeignKey(
                blank=True,
                help_text="who may find it, where a board is narrower than its space",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="forums.board",
            ),
        ),
        migrations.AddField(
            "searchentry", "opening", models.TextField(blank=True, db_default="", default="")
        ),
        migrations.AddField(
            "searchentry", "solution", models.TextField(blank=True, db_default="", default="")
        ),
        migrations.AlterField(
            "searchentry",
            "text",
            models.TextField(blank=True, help_text="what is neither title, solution nor opening"),
        ),
        migrations.AddField(
            "searchentry",
            "tags",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=100),
                blank=True,
                db_default=[],
                default=list,
                size=None,
            ),
        ),
        migrations.AddField(
            "searchentry",
            "marks",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=120),
                blank=True,
                db_default=[],
                default=list,
                help_text="what filters ask for: see engine/marks.py",
                size=None,
            ),
        ),
        migrations.AddField(
            "searchentry",
            "language",
            models.CharField(
                choices=[
                    ("en", "English"),
                    ("da", "Danish"),
                    ("nl", "Dutch"),
                    ("fi", "Finnish"),
                    ("fr", "French"),
                    ("de", "German"),
                    ("hu", "Hungarian"),
                    ("it", "Italian"),
                    ("no", "Norwegian"),
                    ("pt", "Portuguese"),
                    ("ro", "Romanian"),
                    ("ru", "Russian"),
                    ("es", "Spanish"),
                    ("sv", "Swedish"),
                    ("tr", "Turkish"),
                    ("other", "Another, or several: words are taken as written"),
                ],
                db_default="en",
                default="en",
                max_length=8,
            ),
        ),
        migrations.AddField(
            "searchentry",
            "made_by",
            models.SmallIntegerField(
                db_default=0,
                default=0,
                help_text="how it was read: older ways are read again",
            ),
        ),
        migrations.AddField(
            "searchentry",
            "title_words",
            django.contrib.postgres.search.SearchVectorField(editable=False, null=True),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(COMPUTE, migrations.RunSQL.noop)],
            state_operations=[
                migrations.AlterField(
                    "searchentry",
                    "document",
                    django.contrib.postgres.search.SearchVectorField(editable=False, null=True),
                )
            ],
        ),
        migrations.RemoveIndex("searchentry", "search_title_words"),
        migrations.AddIndex(
            "searchentry",
            django.contrib.postgres.indexes.GinIndex(
                fields=["title_words"], gin_pending_list_limit=256, name="search_titles"
            ),
        ),
        migrations.AddIndex(
            "searchentry", models.Index(fields=["made_by"], name="search_made_by")
        ),
    ]
