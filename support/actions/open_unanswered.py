"""Questions that nobody answers become cases: nobody waits in silence."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events.publishing import publish
from forums.models import Post, Topic
from notifications.events import NoticeDue
from support.actions.begin_case import begin_case
from support.models import AnswerClock, Case, CaseLink, Team

BATCH = 50


def open_unanswered(*, now: datetime | None = None) -> int:
    """Make a case of each question whose clock has run out; returns how many. Run twice, it makes each one once."""
    now = now or timezone.now()
    opened = 0
    for clock in AnswerClock.objects.select_related("team", "space", "board").order_by("pk"):
        for topic in _overdue(clock, now):
            opened += _open(topic, clock)
    return opened


def _overdue(clock: AnswerClock, now: datetime) -> list[Topic]:
    """A board's own clock goes before its space's, which leaves private boards alone."""
    asked = Topic.objects.awaiting_answer().asked_here()
    if clock.board_id:
        asked = asked.filter(board=clock.board_id)
    else:
        asked = asked.filter(
            space=clock.space_id, board__answer_clock=None, board__is_private=False
        )
        asked = asked.exclude(board__parent__is_private=True)
    asked = asked.filter(
        created_at__lt=now - timedelta(hours=clock.after_hours), created_at__gte=clock.since
    )
    known = CaseLink.objects.of_one_matter().exclude(topic=None).values("topic")
    asked = asked.exclude(pk__in=known).exclude(cases__isnull=False)
    return list(asked.select_related("author").order_by("created_at", "pk")[:BATCH])


def _open(topic: Topic, clock: AnswerClock) -> bool:
    try:
        with transaction.atomic():
            open_case_of_question(topic=topic, team=clock.team, hours=clock.after_hours)
    except IntegrityError:
        return False  # another worker was quicker
    return True


@transaction.atomic
def open_case_of_question(*, topic: Topic, team: Team | None, hours: int) -> Case:
    """The question becomes a case with its whole story; its asker is told, and explains nothing twice."""
    first = Post.objects.get(topic=topic, number=1)
    case = begin_case(
        case=Case(
            member=topic.author, subject=topic.title[:150], body=first.source[:10_000], topic=topic,
            channel=Case.Channel.COMMUNITY, team=team,
        ),
        why=_("Nobody answered within %d hours.") % hours,
    )  # fmt: skip
    CaseLink.objects.create(case=case, topic=topic, kind=CaseLink.Kind.CAME_FROM)
    publish(
        NoticeDue(
            member_id=topic.author_id,
            kind="case_of_question",
            title=_("Nobody has answered you yet, so our support looks at it: %s") % topic.title,
            text="",
            url=case.get_absolute_url(),
            key=f"case-{case.pk}-of-question",
        )
    )
    return case
