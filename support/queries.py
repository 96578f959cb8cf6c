"""What the pages of support read, each with a fixed number of queries."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from accounts.models import Consent, Viewer
from content.models import Article
from core.pages import Page, page
from forums.models import Post, State, Topic
from support.models import Case, CaseMessage, OfferedAnswer

CASES_A_PAGE = 30


@dataclass(slots=True)
class CaseStory:
    """All an agent needs so that nobody has to explain it twice.

    Of what was offered, `readable` and `readable_articles` are what this agent may read; the rest goes without a title.
    """

    messages: list[CaseMessage]
    offered: list[OfferedAnswer]
    readable: set[int]
    readable_articles: set[int]
    earlier: list[Case]
    consents: list[Consent]
    posts: int


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
            .select_related("topic", "article")
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
        readable_articles=set(
            Article.objects.visible_to(viewer)
            .filter(pk__in=[each.article_id for each in shown])
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
