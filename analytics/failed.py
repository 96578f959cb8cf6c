"""Read it, still wrote in: which conversations and articles were read by people who needed support all the same."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from accounts.models import Viewer
from analytics.assumptions import waiting_window
from analytics.lens import Lens
from analytics.masking import FEWEST
from analytics.metrics import confirmed
from analytics.models import Grade, IntentEvidence
from analytics.models.intent import SupportIntentQuerySet
from analytics.showing import Showing
from content.models import Article
from core.html import plain_text
from forums.models import Solution, State, Topic

Kind = IntentEvidence.Kind
READS = (Kind.ANSWER_OPENED, Kind.SOLVED_TOPIC_READ, Kind.HELP_ARTICLE_READ)
MOST = 50
PASSAGE = 320


@dataclass(frozen=True, slots=True)
class Passage:
    """What was read, the words of it, and how many people it was not enough for. `number` None: too few to say."""

    key: str
    title: str
    url: str
    words: str
    number: int | None


def read_by(intents: SupportIntentQuerySet, what: str) -> SupportIntentQuerySet:
    """Those in which this was read: "topic:7" or "article:7"."""
    kind, _, pk = what.partition(":")
    if kind not in ("topic", "article") or not (pk.isascii() and pk.isdigit() and len(pk) < 10):
        return intents.none()
    found = IntentEvidence.objects.countable().filter(kind__in=READS, **{kind: int(pk)})
    return intents.filter(pk__in=found.values("intent"))


def reads(lens: Lens, grade: str = Grade.FAILED) -> QuerySet[IntentEvidence]:
    """What was read in these wishes for help; of others' spaces nothing, for whoever leads some."""
    intents = confirmed.intents(lens).filter(grade=grade)
    # What is read lies in its wish's window: that much the times alone leave to look through.
    found = IntentEvidence.objects.countable().filter(
        kind__in=READS, intent__in=intents, at__gte=lens.start, at__lt=lens.end + waiting_window()
    )
    if lens.spaces is None:
        return found
    theirs = Q(topic__space__in=lens.spaces) | Q(article__space__in=lens.spaces)
    return found.filter(theirs).exclude(topic__board__in=lens.closed)


def passages(lens: Lens, viewer: Viewer, most: int = MOST) -> list[Passage]:
    """The most read first; five queries, however many there are."""
    counted = (
        reads(lens)
        .exclude(topic=None, article=None)
        .values("topic", "article")
        .annotate(people=Count("key", distinct=True), number=Count("intent", distinct=True))
        .order_by("-people", "topic", "article")[:most]
    )
    rows = list(counted)
    topics = _topics({row["topic"] for row in rows if row["topic"]}, viewer)
    articles = _articles({row["article"] for row in rows if row["article"]}, viewer)
    found = []
    hidden = Showing("intents").hides(lens, Grade.FAILED)
    for row in rows:
        key = f"topic:{row['topic']}" if row["topic"] else f"article:{row['article']}"
        known = topics.get(row["topic"]) or articles.get(row["article"])
        if known is None:
            continue  # what they may not read is not theirs to mend
        title, url, words = known
        number = row["number"] if row["people"] >= FEWEST and not hidden else None
        found.append(Passage(key, title, url, words, number))
    return found


def _topics(ids: set[int], viewer: Viewer) -> dict[int | None, tuple[str, str, str]]:
    """Title, address, and the words of the solution, or else of what opens it."""
    seen = Topic.objects.visible_to(viewer).filter(pk__in=ids).only("pk", "title", "slug")
    topics = {topic.pk: topic for topic in seen}
    solved = Solution.objects.in_force().filter(topic__in=topics, post__state=State.VISIBLE)
    words = dict(solved.values_list("topic", "post__html"))
    return {
        pk: (topic.title, topic.get_absolute_url(), plain_text(words.get(pk, ""), PASSAGE))
        for pk, topic in topics.items()
    }


def _articles(ids: set[int], viewer: Viewer) -> dict[int | None, tuple[str, str, str]]:
    seen = Article.objects.visible_to(viewer).filter(pk__in=ids)
    return {
        article.pk: (
            article.title,
            article.get_absolute_url(),
            article.standfirst or plain_text(article.html, PASSAGE),
        )
        for article in seen
    }
