from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from content.events import ArticlePublished
from content.models import Article
from content.rules import may_publish_article
from core.rules import demand
from events.publishing import publish
from forums.actions import open_topic
from forums.models import Board, Topic
from forums.rules import may_open_topic


@transaction.atomic
def publish_article(*, member: Member, article: Article) -> Article:
    """Show the article to everyone who may read its space, and open its conversation.

    Publishing what is published does nothing; an article that comes back keeps its first date
    and its conversation. Raises NotAllowed.
    """
    article = (
        Article.objects.select_for_update(of=("self",)).select_related("author").get(pk=article.pk)
    )
    if article.is_published:
        return article
    demand(may_publish_article(member, article))
    article.state = Article.State.PUBLISHED
    article.published_at = article.published_at or timezone.now()
    if article.topic_id is None:
        article.topic = _open_conversation(article)
    article.save(update_fields=["state", "published_at", "topic"])
    publish(
        ArticlePublished(
            article_id=article.pk,
            author_id=article.author_id,
            space_id=article.space_id,
            topic_id=article.topic_id,
        )
    )
    return article


def _open_conversation(article: Article) -> Topic | None:
    """A topic on the space's board "articles", else its first that takes discussions; None without either."""
    kind = Topic.Kind.DISCUSSION
    boards = Board.objects.in_the_open().filter(space=article.space_id, kinds__contains=[kind])
    found = [each for each in boards if may_open_topic(article.author, each, kind)]
    if not found:
        return None
    board = next((each for each in found if each.slug == "articles"), found[0])
    pointer = _("[Read the article](%s) and say here what you make of it.") % (
        article.get_absolute_url()
    )
    return open_topic(
        author=article.author,
        board=board,
        kind=Topic.Kind.DISCUSSION,
        title=article.title,
        source=f"{article.standfirst}\n\n{pointer}".strip(),
        about="article",
    )
