"""What the pages of support read, each with a fixed number of queries."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.models import Consent, Viewer
from core.html import plain_text
from core.pages import Page, page
from forums.models import Post, Solution, State, Topic
from search import engine
from support.models import Case, CaseMessage, Enquiry, OfferedAnswer

MOST_ANSWERS = 4
CASES_A_PAGE = 30
EXCERPT_CHARS = 220


@dataclass(slots=True)
class Offer:
    """An answer as the contact form offers it: the conversation, and how its solution begins."""

    offered: OfferedAnswer
    topic: Topic
    solution: Post
    excerpt: str


@dataclass(slots=True)
class CaseStory:
    """All an agent needs so that nobody has to explain it twice.

    Of what was offered, `readable` are the conversations this agent may read; others go without a title.
    """

    messages: list[CaseMessage]
    offered: list[OfferedAnswer]
    readable: set[int]
    earlier: list[Case]
    consents: list[Consent]
    posts: int


def solved_topics_like(text: str, viewer: Viewer) -> list[int]:
    """Solved conversations this person may read that resemble the text, best first."""
    solved = engine.Filters(kinds=("topic",), states=("solved",))
    found = engine.similar(text, viewer=viewer, filters=solved, limit=MOST_ANSWERS)
    return [each.object_id for each in found]


def offers(enquiry: Enquiry, viewer: Viewer) -> list[Offer]:
    """The answers in the list last shown, as far as they are still solved and readable."""
    rows = {
        each.topic_id: each for each in enquiry.offered.exclude(position=None).order_by("position")
    }
    if not rows:
        return []
    return [
        Offer(
            offered=rows[solution.topic_id],
            topic=solution.topic,
            solution=solution.post,
            excerpt=plain_text(solution.post.html, EXCERPT_CHARS),
        )
        for solution in sorted(
            _solutions(viewer).filter(topic__in=rows),
            key=lambda each: rows[each.topic_id].position or 0,
        )
    ]


def opened_offer(enquiry: Enquiry, topic_id: int, viewer: Viewer) -> Offer | None:
    """One answer this enquiry was offered, with its question and solution."""
    offered = enquiry.offered.filter(topic=topic_id).first()
    solution = _solutions(viewer).filter(topic=topic_id).first()
    if offered is None or solution is None:
        return None
    return Offer(offered=offered, topic=solution.topic, solution=solution.post, excerpt="")


def question_of(topic: Topic, viewer: Viewer) -> Post | None:
    return (
        Post.objects.visible_to(viewer)
        .filter(topic=topic, number=1)
        .select_related("author")
        .first()
    )


def _solutions(viewer: Viewer) -> QuerySet[Solution]:
    return (
        Solution.objects.in_force()
        .filter(post__state=State.VISIBLE, topic__in=Topic.objects.visible_to(viewer))
        .select_related("topic", "post__author")
    )


def case_tabs(viewer: Viewer) -> dict[str, Q]:
    """The lists an agent works with."""
    return {
        "open": Q(status__in=Case.WAITS_FOR_US),
        "mine": Q(assigned_to=viewer.pk, status__in=Case.UNFINISHED),
        "waiting": Q(status=Case.Status.WAITING),
        "closed": Q(status__in=(Case.Status.SOLVED, Case.Status.CLOSED)),
    }


def case_counts(viewer: Viewer) -> dict[str, int]:
    """How many cases stand in each list that somebody has to work on, in one query."""
    tabs = case_tabs(viewer)
    return Case.objects.unfinished().aggregate(
        **{name: Count("id", filter=tabs[name]) for name in ("open", "mine", "waiting")}
    )


def cases_page(viewer: Viewer, *, tab: str | None, after: str | None) -> Page:
    """A page of the cases this person may see: for agents those of a tab.

    Whoever waits for us longest comes first; in other lists, what was touched last.
    """
    cases = Case.objects.visible_to(viewer).select_related("member", "assigned_to")
    if tab:
        cases = cases.filter(case_tabs(viewer)[tab])
    order = ("touched_at", "id") if tab == "open" else ("-touched_at", "-id")
    return page(cases, order=order, after=after, size=CASES_A_PAGE)


def messages_for_customer(case: Case) -> list[CaseMessage]:
    return list(case.messages.for_customer().oldest_first().select_related("author"))


def case_story(case: Case, viewer: Viewer) -> CaseStory:
    """What they typed, were offered and opened, wrote before, and agreed to."""
    offered: Any = []
    if case.enquiry_id:
        offered = (
            OfferedAnswer.objects.filter(enquiry=case.enquiry_id)
            .select_related("topic")
            .order_by("offered_at", "id")
        )
    same = Q(member=case.member_id) if case.member_id else Q(member=None, email__iexact=case.email)
    return CaseStory(
        messages=list(case.messages.oldest_first().select_related("author")),
        offered=(shown := list(offered)),
        readable=set(
            Topic.objects.visible_to(viewer)
            .filter(pk__in=[each.topic_id for each in shown])
            .values_list("pk", flat=True)
        ),
        earlier=list(Case.objects.filter(same).exclude(pk=case.pk).order_by("-opened_at")[:5]),
        consents=list(Consent.objects.in_force().filter(member=case.member_id))
        if case.member_id
        else [],
        posts=Post.objects.filter(author=case.member_id, state=State.VISIBLE).count()
        if case.member_id
        else 0,
    )
