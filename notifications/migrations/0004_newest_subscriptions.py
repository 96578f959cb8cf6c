from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    """Made while people go on writing."""

    atomic = False
    dependencies = [("notifications", "0003_follow_tags")]

    operations = [
        AddIndexConcurrently(
            "subscription",
            models.Index(
                "member", F("created_at").desc(), F("id").desc(), name="subscription_newest", condition=Q(ended_at=None)
            ),
        ),
    ]
