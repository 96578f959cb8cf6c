"""What the pages of support read, each with a fixed number of queries."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from accounts.models import Consent, Viewer
from content.models import Article
from core.pages import Page, page
from forums.models import Post, State, Topic
from support.models import Case, CaseFile, CaseMessage, OfferedAnswer

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


def own_cases_page(viewer: Viewer, *, after: str | None) -> Page:
    """A page of what this person wrote to us, what was touched last first."""
    cases = Case.objects.filter(member=viewer.pk, merged_into=None)
    return page(cases, order=("-touched_at", "-id"), after=after, size=CASES_A_PAGE)


def messages_for_customer(case: Case) -> list[CaseMessage]:
    shown = case.messages.for_customer().oldest_first().select_related("author")
    return list(shown.prefetch_related("files__upload"))


def first_files(case: Case) -> list[CaseFile]:
    """Files that came with the case's first text."""
    return list(case.files.filter(message=None).select_related("upload").order_by("pk"))


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
        messages=list(
            case.messages.oldest_first().select_related("author").prefetch_related("files__upload")
        ),
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
