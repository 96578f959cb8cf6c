from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from core.rules import NotAllowed, demand
from events.publishing import publish
from forums.actions.locking import lock_topic
from forums.kinds.clock import ClockTimestamp, is_open, is_still_to_come
from forums.kinds.events import PollClosed, PollOpened, PollVoted
from forums.kinds.rules import may_close_poll, may_open_poll, may_vote_in_poll
from forums.models import Poll, PollBallot, PollOption, Topic

MOST_OPTIONS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class PollWish:
    """A poll that somebody wants to open."""

    options: Sequence[str]
    question: str = ""
    method: str = Poll.Method.SINGLE
    most: int | None = None
    """Of several answers: how many a ballot may name; nothing: all."""
    shown: str = Poll.Shown.ALWAYS
    is_secret: bool = True
    closes_at: datetime | None = None


def wish_of(facts: dict[str, Any]) -> PollWish:
    """The wish that a draft kept. A moment that passed while it waited is none: its author closes the poll."""
    closes = facts.get("closes_at")
    moment = datetime.fromisoformat(closes) if closes else None
    if moment and moment <= timezone.now():
        moment = None
    return PollWish(**{**facts, "closes_at": moment})


@transaction.atomic
def open_poll(*, by: Member, topic: Topic, wish: PollWish) -> Poll:
    """Add a poll to a topic nobody has replied to. Raises NotAllowed by the rule, and for a wish that makes no poll."""
    topic = lock_topic(topic.pk)
    demand(may_open_poll(by, topic))
    options = [text.strip() for text in wish.options if text.strip()]
    if not 2 <= len(options) <= MOST_OPTIONS or len(set(options)) < len(options):
        raise NotAllowed(
            _("A poll has from 2 to %(most)d different answers.") % {"most": MOST_OPTIONS}
        )
    method = Poll.Method(wish.method)
    most = 1 if method == Poll.Method.SINGLE else len(options)
    if method == Poll.Method.MULTIPLE:
        most = max(1, min(wish.most or most, most))
    poll = Poll.objects.create(
        topic=topic,
        question=wish.question.strip()[:200],
        method=method,
        most=most,
        shown=Poll.Shown(wish.shown),
        is_secret=wish.is_secret,
        opened_by=by,
        closes_at=wish.closes_at,
    )
    if poll.closes_at and not is_still_to_come(poll.closes_at, poll):
        raise NotAllowed(_("A poll closes in the future."))
    PollOption.objects.bulk_create(
        PollOption(poll=poll, position=position, text=text[:120])
        for position, text in enumerate(options, start=1)
    )
    topic.has_poll = True
    topic.save(update_fields=["has_poll"])
    publish(PollOpened(topic_id=topic.pk, poll_id=poll.pk))
    return poll


@transaction.atomic
def vote_in_poll(*, by: Member, poll: Poll, choices: Sequence[int]) -> PollBallot:
    """Cast one's ballot or change it: numbers of options, in order of preference where the poll is ranked.

    Raises NotAllowed once the poll is closed by the database's clock, and for a ballot that it does not take.
    """
    poll = _lock(poll)
    demand(may_vote_in_poll(by, poll, is_open=is_open(poll)))
    chosen = _checked(poll, choices)
    held = PollBallot.objects.filter(poll=poll, member=by).first()
    if held and held.choices == chosen:
        return held
    before = held.choices if held else []
    ballot = held or PollBallot(poll=poll, member=by)
    ballot.choices, ballot.cast_at = chosen, timezone.now()
    try:
        with transaction.atomic():
            ballot.save()
    except IntegrityError as error:  # it closed between the question and the answer
        raise NotAllowed(_("This poll is closed.")) from error
    _count(poll, before, chosen, ballots=0 if held else 1)
    return ballot


@transaction.atomic
def withdraw_from_poll(*, by: Member, poll: Poll) -> bool:
    """Take one's ballot back while the poll is open; False when there is none."""
    poll = _lock(poll)
    demand(may_vote_in_poll(by, poll, is_open=is_open(poll)))
    held = PollBallot.objects.filter(poll=poll, member=by).first()
    if held is None:
        return False
    held.delete()
    _count(poll, held.choices, [], ballots=-1)
    return True


@transaction.atomic
def close_poll(*, by: Member, poll: Poll) -> Poll:
    """Close it now, before its time."""
    poll = _lock(poll)
    demand(may_close_poll(by, poll, is_open=is_open(poll)))
    Poll.objects.filter(pk=poll.pk).update(closes_at=ClockTimestamp(), closed_by=by)
    settle_closed_polls()
    poll.refresh_from_db()
    return poll


@transaction.atomic
def settle_closed_polls() -> int:
    """Tell open pages of the polls whose time is over, once each; returns how many."""
    over = Poll.objects.select_for_update(skip_locked=True, no_key=True).filter(
        told_at=None, closes_at__lte=ClockTimestamp()
    )
    polls = list(over[:500])
    Poll.objects.filter(pk__in=[poll.pk for poll in polls]).update(told_at=timezone.now())
    for poll in polls:
        publish(PollClosed(topic_id=poll.topic_id, poll_id=poll.pk))
    return len(polls)


def _lock(poll: Poll) -> Poll:
    polls = Poll.objects.select_for_update(no_key=True, of=("self",))
    return polls.select_related("topic").get(pk=poll.pk)


def _checked(poll: Poll, choices: Sequence[int]) -> list[int]:
    known = set(poll.options.values_list("pk", flat=True))
    chosen = list(dict.fromkeys(choices))
    if not chosen or not known.issuperset(chosen) or len(chosen) < len(choices):
        raise NotAllowed(_("Choose from the answers of this poll, each once."))
    if len(chosen) > poll.most:
        raise NotAllowed(_("Choose at most %(most)d.") % {"most": poll.most})
    return chosen if poll.method == Poll.Method.RANKED else sorted(chosen)


def _count(poll: Poll, before: Sequence[int], after: Sequence[int], *, ballots: int) -> None:
    if poll.method == Poll.Method.RANKED:
        before, after = before[:1], after[:1]
    gone, come = set(before) - set(after), set(after) - set(before)
    poll.options.filter(pk__in=gone).update(count=F("count") - 1)
    poll.options.filter(pk__in=come).update(count=F("count") + 1)
    poll.ballot_count += ballots
    poll.version += 1
    poll.save(update_fields=["ballot_count", "version"])
    publish(PollVoted(topic_id=poll.topic_id, poll_id=poll.pk))
