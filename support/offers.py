"""What an enquiry was offered, as its page shows it: only what this person may still read, in four queries at most."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import Member, Viewer
from content.models import Article
from core.html import plain_text
from forums.models import Post, Solution, State, Topic
from support.finding import Kind
from support.models import Enquiry, OfferedAnswer

EXCERPT_CHARS = 220


@dataclass(slots=True)
class Offer:
    """One thing to open: `html` is what solves it (of an open question: what is asked), by whom."""

    offered: OfferedAnswer
    kind: Kind
    title: str
    url: str
    html: str
    by: Member
    lead: str = ""
    replies: int = 0
    question: Post | None = None

    @property
    def excerpt(self) -> str:
        return self.lead or plain_text(self.html, EXCERPT_CHARS)

    @property
    def is_question(self) -> bool:
        return self.kind == Kind.QUESTION


def offers(enquiry: Enquiry, viewer: Viewer) -> list[Offer]:
    """The list last shown, as far as it still holds and may be read."""
    return _read(list(enquiry.offered.shown()), viewer)


def opened_offer(enquiry: Enquiry, offered_id: int, viewer: Viewer) -> Offer | None:
    """One that this enquiry was offered, with the question that its solution answers."""
    found = _read(list(enquiry.offered.filter(pk=offered_id)), viewer)
    if not found:
        return None
    (offer,) = found
    if offer.kind == Kind.SOLVED:
        first = _openings([offer.offered.topic_id], viewer).first()
        offer.question = first
    return offer


def _read(rows: Sequence[OfferedAnswer], viewer: Viewer) -> list[Offer]:
    topics = [each.topic_id for each in rows if each.topic_id]
    articles = [each.article_id for each in rows if each.article_id]
    solved = {each.topic_id: each for each in _solutions(topics, viewer)} if topics else {}
    told = {each.pk: each for each in _articles(articles, viewer)} if articles else {}
    open_ones = [each.topic_id for each in rows if each.is_open_question]
    asked = {each.topic_id: each for each in _openings(open_ones, viewer)} if open_ones else {}
    found: list[Offer] = []
    for row in rows:
        if row.article_id in told:
            found.append(_of_article(row, told[row.article_id]))
        elif row.topic_id in solved:
            found.append(_of_solution(row, solved[row.topic_id]))
        elif row.topic_id in asked:
            found.append(_of_question(row, asked[row.topic_id]))
    return found


def _solutions(topic_ids: Sequence[int], viewer: Viewer) -> QuerySet[Solution]:
    """The first solution in force of each."""
    return (
        Solution.objects.in_force()
        .filter(topic__in=topic_ids, post__state=State.VISIBLE)
        .filter(topic__in=Topic.objects.visible_to(viewer))
        .select_related("topic", "post__author")
        .order_by("-pk")
    )


def _articles(article_ids: Sequence[int], viewer: Viewer) -> QuerySet[Article]:
    readable = Article.objects.published().visible_to(viewer)
    return readable.filter(pk__in=article_ids, is_help=True).select_related("author")


def _openings(topic_ids: Sequence[int | None], viewer: Viewer) -> QuerySet[Post]:
    posts = Post.objects.visible_to(viewer).filter(topic__in=topic_ids, number=1)
    return posts.select_related("author", "topic")


def _of_solution(row: OfferedAnswer, solution: Solution) -> Offer:
    topic, post = solution.topic, solution.post
    return Offer(
        offered=row, kind=Kind.SOLVED, title=topic.title, url=topic.get_absolute_url(),
        html=post.html, by=post.author, replies=topic.reply_count,
    )  # fmt: skip


def _of_article(row: OfferedAnswer, article: Article) -> Offer:
    return Offer(
        offered=row, kind=Kind.ARTICLE, title=article.title, url=article.get_absolute_url(),
        html=article.html, by=article.author, lead=article.standfirst,
    )  # fmt: skip


def _of_question(row: OfferedAnswer, post: Post) -> Offer:
    topic = post.topic
    return Offer(
        offered=row, kind=Kind.QUESTION, title=topic.title, url=topic.get_absolute_url(),
        html=post.html, by=post.author, replies=topic.reply_count,
    )  # fmt: skip
