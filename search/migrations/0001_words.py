"""How the engine reads words: trigrams for misspellings, and English stems with accents taken off."""

from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations

CONFIGURE = """
CREATE TEXT SEARCH CONFIGURATION hearth_english (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION hearth_english
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;
"""


class Migration(migrations.Migration):
    dependencies = []

    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        migrations.RunSQL(CONFIGURE, "DROP TEXT SEARCH CONFIGURATION hearth_english"),
    ]
