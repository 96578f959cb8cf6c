"""What a member is shown of what forums knows of them, beside their posts: votes, ballots, marks."""

from django.utils.translation import gettext_lazy as _

from accounts.privacy import belongings
from forums.belongings import done
from forums.models import (
    Duplicate,
    IdeaVote,
    MeToo,
    NoiseSpending,
    Poll,
    PollBallot,
    StatusChange,
)

belongings.add(
    done(
        "me-too", 47, _("Questions you have, too"), MeToo, "member",
        {"said_at": _("When"), "conversation": _("Conversation")},
    ),
    done(
        "idea-votes", 48, _("Ideas you voted for"), IdeaVote, "member",
        {"voted_at": _("When"), "conversation": _("Conversation")},
    ),
    done(
        "poll-ballots", 49, _("What you chose in polls"), PollBallot, "member",
        {"cast_at": _("When"), "conversation": _("Conversation"), "choices": _("Options")}, topic="poll__topic",
    ),
    done(
        "polls", 50, _("Polls you opened"), Poll, "opened_by",
        {
            "opened_at": _("When"), "conversation": _("Conversation"), "question": _("Question"),
            "closes_at": _("Closes"),
        },
    ),
    done(
        "duplicates", 51, _("Duplicates you marked"), Duplicate, "marked_by",
        {
            "marked_at": _("When"), "conversation": _("Conversation"), "reason": _("Why"),
            "lifted_at": _("Taken back"),
        }, also=("forums.VoteCarrying",),
    ),
    done(
        "idea-answers", 52, _("What you answered ideas for the company"), StatusChange, "changed_by",
        {
            "changed_at": _("When"), "conversation": _("Conversation"), "status": _("Status"),
            "source": _("Text"),
        },
    ),
    done(
        "announcements", 53, _("What you announced for the company"), NoiseSpending, "spent_by",
        {"spent_at": _("When"), "conversation": _("Conversation"), "reason": _("Why")},
    ),
)  # fmt: skip
