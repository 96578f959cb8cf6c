"""What a member is shown of what forums knows of them, beside their posts: votes, ballots, marks."""

from django.utils.translation import gettext_lazy as _

from accounts.privacy import belongings
from accounts.privacy.belongings import Section
from forums.belongings import titled
from forums.models import (
    Duplicate,
    IdeaVote,
    MeToo,
    NoiseSpending,
    Poll,
    PollBallot,
    StatusChange,
)

DONE = _("You did it.")

belongings.add(
    Section(
        key="me-too", order=47, title=_("Questions you have, too"), source=DONE, models=("forums.MeToo",),
        rows=lambda member: titled(MeToo.objects.filter(member=member), member, "topic"),
        columns={"said_at": _("When"), "conversation": _("Conversation")},
    ),
    Section(
        key="idea-votes", order=48, title=_("Ideas you voted for"), source=DONE, models=("forums.IdeaVote",),
        rows=lambda member: titled(IdeaVote.objects.filter(member=member), member, "topic"),
        columns={"voted_at": _("When"), "conversation": _("Conversation")},
    ),
    Section(
        key="poll-ballots", order=49, title=_("What you chose in polls"), source=DONE,
        models=("forums.PollBallot",),
        rows=lambda member: titled(
            PollBallot.objects.filter(member=member), member, "poll__topic"
        ),
        columns={"cast_at": _("When"), "conversation": _("Conversation"), "choices": _("Options")},
    ),
    Section(
        key="polls", order=50, title=_("Polls you opened"), source=DONE, models=("forums.Poll",),
        rows=lambda member: titled(Poll.objects.filter(opened_by=member), member, "topic"),
        columns={
            "opened_at": _("When"), "conversation": _("Conversation"), "question": _("Question"),
            "closes_at": _("Closes"),
        },
    ),
    Section(
        key="duplicates", order=51, title=_("Duplicates you marked"), source=DONE,
        models=("forums.Duplicate", "forums.VoteCarrying"),
        rows=lambda member: titled(Duplicate.objects.filter(marked_by=member), member, "topic"),
        columns={
            "marked_at": _("When"), "conversation": _("Conversation"), "reason": _("Why"),
            "lifted_at": _("Taken back"),
        },
    ),
    Section(
        key="idea-answers", order=52, title=_("What you answered ideas for the company"), source=DONE,
        models=("forums.StatusChange",),
        rows=lambda member: titled(StatusChange.objects.filter(changed_by=member), member, "topic"),
        columns={
            "changed_at": _("When"), "conversation": _("Conversation"), "status": _("Status"),
            "source": _("Text"),
        },
    ),
    Section(
        key="announcements", order=53, title=_("What you announced for the company"), source=DONE,
        models=("forums.NoiseSpending",),
        rows=lambda member: titled(NoiseSpending.objects.filter(spent_by=member), member, "topic"),
        columns={"spent_at": _("When"), "conversation": _("Conversation"), "reason": _("Why")},
    ),
)  # fmt: skip
