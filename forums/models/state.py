from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a post or topic stands. Kept by the actions; who, when and why is in the rows beside it."""

    VISIBLE = "visible", _("Visible")
    HIDDEN = "hidden", _("Hidden by the moderators")
    DELETED = "deleted", _("Deleted by its author")
    MERGED = "merged", _("Merged into another conversation")
