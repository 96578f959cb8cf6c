import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Browser, Consent, Member, Purpose
from analytics import locks
from analytics.assumptions import half_life_days
from analytics.journeys import (
    BUYING_QUESTION,
    BUYING_TAGS,
    FOLLOW,
    GOAL,
    QUESTION,
    REPLY,
    WRITE,
    Act,
    Move,
    heat_of,
    moves_of,
)
from analytics.models import Goal, Lead, LeadTransition, Touch
from analytics.persons import Persons
from forums.models import Post, State, Topic
from notifications.models import Subscription

FIELDS = ["consent", "stage", "first_touch", "first_at", "last_at", "via", "source", "heat"]

Who = tuple[int | None, uuid.UUID | None]
"""A member's key, or the browser of somebody who has not signed in."""

EVIDENCE = ("touch_id", "topic_id", "goal_id", "subscription_id", "post_id")
Step = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Past:
    """What some people did: touches by person; questions, other posts, goals and follows by member."""

    touches: dict[Who, list[Touch]] = field(default_factory=lambda: defaultdict(list))
    questions: dict[int, list[Topic]] = field(default_factory=lambda: defaultdict(list))
    goals: dict[int, list[Goal]] = field(default_factory=lambda: defaultdict(list))
    follows: dict[int, list[Subscription]] = field(default_factory=lambda: defaultdict(list))
    posts: dict[int, list[Post]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def read(cls, members: set[int], browsers: set[uuid.UUID]) -> "Past":
        past = cls()
        whose = Q(member__in=members) | Q(member=None, browser__in=browsers)
        for touch in Touch.objects.consented().filter(whose).order_by("at", "pk"):
            past.touches[_who(touch)].append(touch)
        asked = Topic.objects.questions().filter(author__in=members, state=State.VISIBLE)
        for topic in asked.prefetch_related("tags"):  # type: ignore[misc]
            past.questions[topic.author_id].append(topic)
        for goal in Goal.objects.filter(member__in=members):
            past.goals[goal.member_id].append(goal)
        for follow in _follows(members):
            past.follows[follow.member_id].append(follow)
        for post in _posts(members):
            past.posts[post.author_id].append(post)
        return past

    def acts(self, who: Who, consent: Consent) -> list[Act]:
        """What they wrote and followed only since they agreed: what lies before is none of the sales people's business."""
        member_id, since = who[0] or 0, consent.given_at
        return [
            *(Act(row.kind, row.at, row.pk, row.topic_id) for row in self.touches.get(who, ())),
            *(
                Act(_question(topic), topic.created_at, topic_id=topic.pk)
                for topic in self.questions.get(member_id, ())
                if topic.created_at >= since
            ),
            *(Act(GOAL, goal.at, goal_id=goal.pk) for goal in self.goals.get(member_id, ())),
            *(
                Act(FOLLOW, row.created_at, subscription_id=row.pk)
                for row in self.follows.get(member_id, ())
                if row.created_at >= since
            ),
            *(
                Act(_writing(post), post.created_at, topic_id=post.topic_id, post_id=post.pk)
                for post in self.posts.get(member_id, ())
                if post.created_at >= since
            ),
        ]


def _follows(members: set[int]) -> Iterable[Subscription]:
    """Of spaces and boards: a conversation is followed by itself once somebody writes in it."""
    wanted = Q(space__isnull=False) | Q(board__isnull=False)
    return Subscription.objects.filter(wanted, member__in=members)


def _posts(members: set[int]) -> Iterable[Post]:
    """All they wrote but questions, which are acts of their own kind."""
    rows = Post.objects.filter(author__in=members, state=State.VISIBLE, topic__state=State.VISIBLE)
    rows = rows.exclude(number=1, topic__in=Topic.objects.questions())
    return rows.select_related("topic").only(
        "author", "topic", "topic__author", "number", "created_at"
    )


def _writing(post: Post) -> str:
    return WRITE if post.opens_topic or post.topic.author_id == post.author_id else REPLY


@transaction.atomic
def trace_leads(*, members: Iterable[int] = (), browsers: Iterable[uuid.UUID | str] = ()) -> None:
    """Make the leads of these people what their consent and their acts say; without consent there is none.

    A fixed number of queries, however many people.
    """
    asked = {uuid.UUID(str(each)) for each in browsers}
    owners = dict(
        Browser.objects.filter(pk__in=asked, member__isnull=False).values_list("pk", "member")
    )
    known, nobodys = {*members, *owners.values()}, asked - owners.keys()
    locks.share_all()
    locks.own(f"lead:{each}" for each in (*known, *asked))
    persons = Persons.load(known, nobodys, purpose=Purpose.SALES)
    active = set(Member.objects.active().filter(pk__in=known).values_list("pk", flat=True))
    people: list[Who] = [*((pk, None) for pk in known), *((None, pk) for pk in nobodys)]
    agreed = {
        who: consent
        for who in people
        if (consent := persons.consent_of(*who))
        and (who[0] is None or (who[0] in active and not persons.is_staff(who[0])))
    }
    held = {
        _who(lead): lead for lead in Lead.objects.filter(Q(member__in=known) | Q(browser__in=asked))
    }
    gone = [lead.pk for who, lead in held.items() if who not in agreed]
    Lead.objects.filter(pk__in=gone).delete()
    _write(agreed, held, Past.read(known, nobodys))


def _write(agreed: dict[Who, Consent], held: dict[Who, Lead], past: Past) -> None:
    half_life = half_life_days()
    new: list[Lead] = []
    kept: list[Lead] = []
    ways: list[tuple[Lead, list[Move]]] = []
    for who, consent in agreed.items():
        lead = held.get(who) or Lead(member_id=who[0], browser_id=who[1])
        moves = _describe(
            lead, consent, past.acts(who, consent), past.touches.get(who, []), half_life
        )
        (kept if who in held else new).append(lead)
        ways.append((lead, moves))
    Lead.objects.bulk_create(new, batch_size=500)
    Lead.objects.bulk_update(kept, FIELDS, batch_size=500)
    _write_steps(kept, ways)


def _write_steps(kept: list[Lead], ways: list[tuple[Lead, list[Move]]]) -> None:
    """Only what is another than it was: a step keeps its row for as long as it stands."""
    held: dict[tuple[int, Step], int] = {}
    for row in LeadTransition.objects.filter(lead__in=kept):
        held[row.lead_id, _step(row)] = row.pk
    wanted = {
        (lead.pk, _step(row)): row
        for lead, moves in ways
        for row in (_transition(lead, move) for move in moves)
    }
    LeadTransition.objects.filter(
        pk__in=[pk for key, pk in held.items() if key not in wanted]
    ).delete()
    new = [row for key, row in wanted.items() if key not in held]
    LeadTransition.objects.bulk_create(new, batch_size=500)


def _describe(
    lead: Lead, consent: Consent, acts: list[Act], touches: list[Touch], half_life: float
) -> list[Move]:
    """Fill in the lead; returns its way through the stages."""
    moves = moves_of(acts, consent.given_at, timezone.now())
    outside = (touch for touch in touches if touch.is_from_outside)
    first = next(outside, None) or next(iter(touches), None)
    moments = [act.at for act in acts] or [consent.given_at]
    lead.consent, lead.first_touch = consent, first
    lead.stage, lead.heat = moves[-1].to_stage, heat_of(acts, half_life)
    lead.first_at, lead.last_at = min(moments), max(moments)
    lead.via, lead.source = (first.via, first.source) if first else ("", "")
    return moves


def _transition(lead: Lead, move: Move) -> LeadTransition:
    row = LeadTransition(
        lead=lead, from_stage=move.from_stage, to_stage=move.to_stage, cause=move.cause, at=move.at
    )
    for name in EVIDENCE:
        setattr(row, name, getattr(move.act, name) if move.act else None)
    return row


def _step(row: LeadTransition) -> Step:
    said = (row.from_stage, row.to_stage, str(row.cause), row.at)
    return said + tuple(getattr(row, name) for name in EVIDENCE)


def _question(topic: Topic) -> str:
    tags: Any = topic.tags.all()
    return BUYING_QUESTION if BUYING_TAGS & {tag.slug for tag in tags} else QUESTION


def _who(row: Touch | Lead) -> Who:
    return (row.member_id, None) if row.member_id else (None, row.browser_id)
