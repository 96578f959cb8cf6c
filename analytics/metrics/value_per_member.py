"""What members of a space get of one another, a member and week, and where it turns as the space grows."""

from django.utils.translation import gettext_lazy as _

from analytics.metrics.base import Definition

NAME = "value_per_member"
DEFINITION = Definition(
    title=_("What members get of one another"),
    unit=_("answers and replies, a member and week"),
    counts=_(
        "posts written to members in a week: answers to a question of theirs, and other replies by somebody they had met in "
        "another conversation of the space within the 180 days before; each post counts once, for whom it replies to or "
        "else for whoever began the conversation"
    ),
    of=_("members who wrote in the space in that week"),
    leaves_out=_(
        "private boards, hidden and deleted posts, what the company's own people wrote or were told, imported authors who never "
        "signed in, what one writes to oneself; weeks in which fewer than five members wrote, and the week that is not over"
    ),
    uncertainty=_(
        "the slopes below and above the turn each have an interval: two lines by least squares (Simonsohn 2018) with errors of Newey "
        "and West, over the last 104 weeks; none below 40 weeks. The intervals are of 99 %, since the turn is looked for in the same "
        "weeks; so held, for a quarter of a year running, 3 in 100 communities without a turn seem to have one in a year. It says what goes "
        "together: whatever else changed in those weeks looks the same"
    ),
    source=_("posts, and to whom they reply; reckoned on Mondays for the weeks that are over"),
)
