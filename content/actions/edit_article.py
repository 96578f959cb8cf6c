from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from content.actions.pictures import claim_pictures
from content.events import ArticleEdited
from content.models import Article
from content.models.article import minutes_to_read
from content.rules import may_edit_article
from core.rules import demand
from core.text import cook
from events.publishing import publish
from uploads.models import Upload


@transaction.atomic
def edit_article(
    *,
    member: Member,
    article: Article,
    title: str,
    source: str,
    standfirst: str = "",
    cover: Upload | None = None,
    is_help: bool | None = None,
) -> Article:
    """Change what an article says (`is_help`: None leaves it as it is). Its address stays, since others link to it.

    Raises NotAllowed; core.text.TextRefused on an endless text.
    """
    article = Article.objects.select_for_update().get(pk=article.pk)
    demand(may_edit_article(member, article))
    article.title = title.strip()
    article.standfirst = standfirst.strip()
    article.source = source
    article.html = cook(source)
    article.reading_minutes = minutes_to_read(source)
    article.cover = cover
    article.is_help = article.is_help if is_help is None else is_help
    article.edited_at = timezone.now()
    article.save()
    claim_pictures(article, by=member)
    if article.is_published:
        publish(ArticleEdited(article_id=article.pk, by_id=member.pk))
    return article
