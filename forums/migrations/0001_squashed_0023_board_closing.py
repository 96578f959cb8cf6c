"""An empty database comes to 0023 at once: see core/database/at_once.py."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

from core.database.at_once import MakeTables, Steps

STEPS = Steps(
    __package__,
    "0001_initial",
    "0002_post_is_html",
    "0003_conversations",
    "0004_fill_tag_names",
    "0005_kinds",
    "0006_kinds_guards",
    "0007_curating",
    "0008_boards",
    "0009_board_below_a_top_one",
    "0010_kept_words",
    "0011_completion",
    "0012_topic_about",
    "0013_reading",
    "0014_topic_naming",
    "0015_reaction_kinds",
    "0016_tags",
    "0017_post_acts",
    "0018_board_counts",
    "0019_board_counting",
    "0020_ideas_by_votes",
    "0021_post_topic_index",
    "0022_topic_places_index",
    "0023_board_closing",
)


class Migration(migrations.Migration):
    initial = True
    replaces = STEPS.replaces
    dependencies = STEPS.dependencies

    operations = [
        TrigramExtension(),
        MakeTables(STEPS),
        STEPS.sql("0006_kinds_guards")[0],
        *STEPS.sql("0009_board_below_a_top_one"),
        *STEPS.sql("0019_board_counting"),
    ]
