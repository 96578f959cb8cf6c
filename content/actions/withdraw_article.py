from django.db import transaction

from accounts.models import Member
from content.events import ArticleWithdrawn
from content.models import Article
from content.rules import may_withdraw_article
from core.rules import demand
from events.publishing import publish


@transaction.atomic
def withdraw_article(*, member: Member, article: Article) -> Article:
    """Take a published article back: only its author sees it then. Its conversation stays where it is."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    demand(may_withdraw_article(member, article))
    article.state = Article.State.WITHDRAWN
    article.save(update_fields=["state"])
    publish(ArticleWithdrawn(article_id=article.pk, by_id=member.pk))
    return article
