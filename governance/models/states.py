"""Where a proposal can stand. Which step leads from one to the next is in `governance/actions/`."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PETITION = "petition", _("Collecting signatures")
    ANNOUNCED = "announced", _("Announced")
    COMMENT = "comment", _("In discussion")
    WAITING = "waiting", _("Waiting to be called")
    VOTING = "voting", _("Voting")
    COUNTED = "counted", _("Counted")
    DECIDED = "decided", _("Decided")
    IN_FORCE = "in_force", _("In force")
    REJECTED = "rejected", _("Rejected")
    ANSWERED = "answered", _("Answered")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Lapsed")
    VOID = "void", _("Void")


# Before the roll is fixed: a text may still change, and a proposal be withdrawn.
BEFORE_VOTE = (State.DRAFT, State.PETITION, State.ANNOUNCED, State.COMMENT, State.WAITING)
# Before the members: no other proposal changes the same policy meanwhile.
OPEN = (State.ANNOUNCED, State.COMMENT, State.WAITING, State.VOTING, State.COUNTED)
# There is a count, and everybody may read it.
AFTER_COUNT = (State.COUNTED, State.DECIDED, State.IN_FORCE, State.REJECTED, State.ANSWERED)
# Where a text may wait for the date on which it comes into force.
ABOUT_TO_BE = (State.DECIDED, State.ANSWERED)
# Nothing more will happen.
ENDED = (
    State.IN_FORCE, State.REJECTED, State.ANSWERED, State.WITHDRAWN, State.LAPSED, State.VOID,
)  # fmt: skip
