"""Live: open pages are told that something changed, never what. A poll that shows nothing yet tells of no ballots either."""

from core.live import tell
from events.registry import herald, subscribe
from forums.kinds import events
from forums.models import Poll


@herald(
    events.MeTooSaid,
    events.MeTooTakenBack,
    events.IdeaVotesChanged,
    events.IdeaStatusChanged,
    events.PollOpened,
)
def tell_of_panel(fact: events.MeTooSaid) -> None:
    tell(f"topic:{fact.topic_id}", "panel-changed")


@subscribe(events.DuplicateMarked, events.DuplicateLifted, name="forums.tell_of_duplicate")
def tell_of_duplicate(fact: events.DuplicateMarked) -> None:
    tell(f"topic:{fact.topic_id}", "panel-changed")
    tell(f"topic:{fact.topic_id}", "state-changed")


@subscribe(events.PollVoted, name="forums.tell_of_poll_vote")
def tell_of_vote(fact: events.PollVoted) -> None:
    shown = Poll.objects.filter(pk=fact.poll_id).exclude(shown=Poll.Shown.CLOSED)
    if shown.exists():
        tell(f"topic:{fact.topic_id}", "poll-changed")


@subscribe(events.PollClosed, name="forums.tell_of_poll_closed")
def tell_of_closed(fact: events.PollClosed) -> None:
    tell(f"topic:{fact.topic_id}", "poll-closed")
