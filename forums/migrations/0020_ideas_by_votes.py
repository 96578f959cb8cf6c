from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F, Q

THEMSELVES = Q(kind="idea", state="visible", duplicate_of=None, merged_into=None)


class Migration(migrations.Migration):
    """Made while people go on writing."""

    atomic = False
    dependencies = [("forums", "0019_board_counting")]

    operations = [
        AddIndexConcurrently(
            "topic",
            models.Index(
                F("vote_count").desc(), F("id").desc(), name="idea_by_votes_of_all", condition=THEMSELVES
            ),
        ),
        AddIndexConcurrently(
            "topic",
            models.Index(
                "space", F("vote_count").desc(), F("id").desc(), name="idea_by_votes_of_space", condition=THEMSELVES
            ),
        ),
    ]
