"""Small makers for the figures' tests: questions, solutions, enquiries, cases, consents and touches at given moments."""

from datetime import timedelta
from decimal import Decimal
from itertools import count

import pytest
from django.utils import timezone

from accounts.models import Browser, Consent, Member
from analytics.actions import rebuild, set_assumption
from analytics.models import Touch
from events.actions import deliver
from events.models import Event
from forums.models import Board, Post, Solution, Topic
from support.models import Case, Enquiry, OfferedAnswer
from tests.cast import make_member

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

_numbers = count(1)


def hours_ago(hours: float):
    return timezone.now() - timedelta(hours=hours)


def agree(
    member: Member | None = None,
    browser: Browser | None = None,
    *,
    purposes="analytics sales",
    at=None,
) -> list[Consent]:
    rows = []
    for purpose in purposes.split():
        row = Consent.objects.create(
            member=member, browser=browser, purpose=purpose, text_version="2026-11", place="banner"
        )
        Consent.objects.filter(pk=row.pk).update(given_at=at or hours_ago(24 * 365))
        row.refresh_from_db()
        rows.append(row)
    return rows


def ask(
    author: Member, board: Board, *, at=None, title="Why does it drip?", kind="question", **more
) -> Topic:
    at = at or timezone.now()
    topic = Topic.objects.create(
        board=board,
        space=board.space,
        kind=kind,
        title=title,
        slug="why-does-it-drip",
        author=author,
        created_at=at,
        bumped_at=at,
        **more,
    )
    Post.objects.create(
        topic=topic, number=1, author=author, source="…", html="<p>…</p>", created_at=at
    )
    return topic


def answer(topic: Topic, author: Member, *, at=None) -> Post:
    at = at or timezone.now()
    number = topic.posts.count() + 1
    post = Post.objects.create(
        topic=topic,
        number=number,
        author=author,
        source="Try this",
        html="<p>Try this</p>",
        created_at=at,
    )
    if topic.answered_at is None:
        Topic.objects.filter(pk=topic.pk).update(answered_at=at)
    return post


def accept(topic: Topic, post: Post, *, by: Member | None = None, at=None) -> Solution:
    at = at or timezone.now()
    Topic.objects.filter(pk=topic.pk).update(solved_at=at)
    return Solution.objects.create(
        topic=topic, post=post, marked_by=by or topic.author, marked_at=at
    )


def enquire(
    *,
    member=None,
    browser=None,
    at=None,
    outcome="open",
    offered=(),
    opened=(),
    withheld=False,
    subject="It drips",
) -> Enquiry:
    at = at or timezone.now()
    solved = next(iter(opened), None) if outcome == "solved" else None
    enquiry = Enquiry.objects.create(
        member=member,
        browser=browser,
        subject=subject,
        withheld=withheld,
        answers_found=len(offered),
        outcome=outcome,
        solved_by_topic=solved,
        created_at=at,
        updated_at=at,
        ended_at=None if outcome == "open" else at + timedelta(minutes=4),
    )
    for position, topic in enumerate(offered):
        OfferedAnswer.objects.create(
            enquiry=enquiry,
            topic=topic,
            position=position,
            offered_at=at,
            opened_at=at + timedelta(minutes=1) if topic in opened else None,
        )
    if outcome == "sent":
        Case.objects.create(
            enquiry=enquiry, member=member, email="a@mail.example", subject=subject, body="…",
            opened_at=at + timedelta(minutes=4),
        )  # fmt: skip
    return enquiry


def touch(
    consent: Consent,
    kind: str = "visit",
    *,
    at=None,
    via="inside",
    source="",
    topic=None,
    article=None,
) -> Touch:
    return Touch.objects.create(
        stream_id=f"test-{next(_numbers)}",
        consent=consent,
        member=consent.member,
        browser=consent.browser,
        kind=kind,
        topic=topic,
        article=article,
        via=via,
        source=source,
        at=at or timezone.now(),
    )


def deliver_all() -> None:
    """Let every subscriber hear of everything that was published, oldest first."""
    for event in Event.objects.unsettled().order_by("pk"):
        assert deliver(event_id=event.pk), list(event.deliveries.values_list("subscriber", "error"))


@pytest.fixture
def helper(db) -> Member:
    return Member.objects.create(
        handle="helper", name="Helper", email="helper@mail.example", trust=3
    )


@pytest.fixture
def reader(client, executive, brand):
    client.force_login(executive, backend=BACKEND)
    client.executive = executive
    return client


def body(response) -> str:
    return b"".join(response).decode() if response.streaming else response.content.decode()


def live(board, helper, *, times: int = 1, start: int = 0) -> None:
    """Some weeks of a community: `times` of everything a figure counts, spread over the period."""
    for index in range(start, start + times):
        hours = 30 + index * 7
        asker = make_member(f"asker{index}")
        consent = agree(asker)[0]
        topic = ask(asker, board, at=hours_ago(hours), title=f"Question {index}")
        post = answer(topic, helper, at=hours_ago(hours - 1))
        accept(topic, post, at=hours_ago(hours - 2))
        touch(consent, via="search", source="www.google.com", at=hours_ago(hours + 1))
        ask(make_member(f"waiting{index}"), board, at=hours_ago(hours), title=f"Open {index}")
        for outcome in ("solved", "sent", "left"):
            enquire(
                outcome=outcome,
                offered=[topic],
                opened=[topic],
                at=hours_ago(hours - 3),
                subject=f"It drips {index}",
            )
    rebuild()


def cost(executive, low="5", value="8", high="12"):
    return set_assumption(
        by=executive, name="cost_per_contact", low=Decimal(low), value=Decimal(value), high=Decimal(high),
        currency="EUR", channel="form", owner="Head of support",
    )  # fmt: skip
