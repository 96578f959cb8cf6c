"""What the pages of moderation read, each with a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Prefetch, QuerySet, Sum
from django.utils import timezone

from accounts.models import Viewer
from core.pages import Page, page
from core.rules import Verdict
from forums.models import Post, Topic
from moderation.models import ModerationAct, QuestionClaim, Report
from moderation.rules import keeps_place_of, may_decide_on, may_undo_act, spaces_kept_by

MATTERS_A_PAGE = 25
QUESTIONS_A_PAGE = 30
ACTS_A_PAGE = 30
LATE = timedelta(hours=24)
VERY_LATE = timedelta(hours=72)


@dataclass(slots=True)
class Matter:
    """A reported post in the queue: the post, who complains and why, and whether the reader may decide."""

    post: Post
    reports: list[Report]
    reported_at: datetime
    may_decide: Verdict
    weight: int = 0


@dataclass(slots=True)
class Waiting:
    """An unanswered question in the queue, and how late its answer is: "", "late" or "very late"."""

    topic: Topic
    claim: QuestionClaim | None
    lateness: str
    is_mine: bool


@dataclass(slots=True)
class LogLine:
    """An act as one reader of the log sees it: keepers of the space learn more than others."""

    act: ModerationAct
    may_undo: Verdict
    keeps: bool
    is_public: bool
    topic: Topic | None = None
    """Of an act about a topic: where its posts are, for those who may read that."""


@dataclass(frozen=True, slots=True)
class QueueCounts:
    matters: int
    questions: int


def open_reports(viewer: Viewer) -> QuerySet[Report]:
    """Open reports on posts of the spaces this manager keeps."""
    kept = spaces_kept_by(viewer)
    reports = Report.objects.open()
    return reports if kept is None else reports.filter(post__topic__space__in=kept)


def waiting_questions(viewer: Viewer) -> QuerySet[Topic]:
    """Unanswered questions of the spaces this manager keeps."""
    kept = spaces_kept_by(viewer)
    topics = Topic.objects.awaiting_answer().asked_here()
    return topics if kept is None else topics.filter(space__in=kept)


def queue_counts(viewer: Viewer) -> QueueCounts:
    return QueueCounts(
        matters=open_reports(viewer).aggregate(n=Count("post", distinct=True))["n"],
        questions=waiting_questions(viewer).count(),
    )


def posts_in_reach(viewer: Viewer) -> QuerySet[Post]:
    """Posts, hidden ones included, of the spaces this manager keeps."""
    kept = spaces_kept_by(viewer)
    posts = Post.objects.select_related("topic", "author")
    return posts if kept is None else posts.filter(topic__space__in=kept)


def matters(viewer: Viewer, *, most: int = MATTERS_A_PAGE) -> list[Matter]:
    """Reported posts with all their open reports: those that weigh most first, then the longest waiting."""
    rows = (
        open_reports(viewer)
        .values("post")
        .annotate(first=Min("created_at"), total=Sum("weight"))
        .order_by("-total", "first", "post")[:most]
    )
    first = {row["post"]: (row["first"], row["total"]) for row in rows}
    posts = Post.objects.select_related("author", "topic__board", "topic__space").in_bulk(first)
    reports = defaultdict(list)
    for report in (
        Report.objects.open().filter(post__in=first).select_related("reporter").order_by("id")
    ):
        reports[report.post_id].append(report)
    return [
        Matter(
            post=posts[post_id],
            reports=reports[post_id],
            reported_at=reported_at,
            may_decide=may_decide_on(viewer, posts[post_id]),
            weight=weight,
        )
        for post_id, (reported_at, weight) in first.items()
        if reports[post_id]
    ]


def waiting(viewer: Viewer, *, after: str | None = None) -> tuple[list[Waiting], Page]:
    """A page of unanswered questions, each with whoever took it upon themselves."""
    claims = QuestionClaim.objects.in_force().select_related("member")
    topics = waiting_questions(viewer).select_related("author", "space")
    topics = topics.prefetch_related(Prefetch("claims", queryset=claims, to_attr="claims_in_force"))
    found = page(topics, order=("created_at", "id"), after=after, size=QUESTIONS_A_PAGE)
    now = timezone.now()
    return [_as_waiting(viewer, topic, now) for topic in found.items], found


def _as_waiting(viewer: Viewer, topic: Topic, now: datetime) -> Waiting:
    age = now - topic.created_at
    claim = topic.claims_in_force[0] if topic.claims_in_force else None  # type: ignore[attr-defined]
    return Waiting(
        topic=topic,
        claim=claim,
        lateness="very late" if age >= VERY_LATE else "late" if age >= LATE else "",
        is_mine=claim is not None and claim.member_id == viewer.pk,
    )


def log_page(viewer: Viewer, *, after: str | None = None) -> tuple[list[LogLine], Page]:
    """A page of the log as this member may read it, the newest first."""
    acts = ModerationAct.objects.readable_by(viewer)
    acts = acts.select_related(
        "actor", "undone_by", "space", "post__topic", "post__author", "topic"
    )
    found = page(acts, order=("-created_at", "-id"), after=after, size=ACTS_A_PAGE)
    topics = _topics_of(viewer, found.items)
    posts = {act.post_id for act in found.items if act.post_id}
    shown = set(Post.objects.visible_to(viewer).filter(pk__in=posts).values_list("pk", flat=True))
    return [_as_line(viewer, act, topics, shown) for act in found.items], found


def _topics_of(viewer: Viewer, acts: list[ModerationAct]) -> dict[int, Topic]:
    """The topics that acts are about, as far as this person may see them."""
    ids = {act.topic.merged_into_id or act.topic.pk for act in acts if act.topic}
    return Topic.objects.visible_to(viewer).in_bulk(ids) if ids else {}


def topic_of_act(viewer: Viewer, act: ModerationAct) -> Topic | None:
    found = _topics_of(viewer, [act])
    return next(iter(found.values()), None)


def _as_line(
    viewer: Viewer, act: ModerationAct, topics: dict[int, Topic], shown: set[int]
) -> LogLine:
    return LogLine(
        act=act,
        may_undo=may_undo_act(viewer, act),
        keeps=keeps_place_of(viewer, act),
        is_public=act.post_id in shown,
        topic=topics.get(act.topic.merged_into_id or act.topic.pk) if act.topic else None,
    )
