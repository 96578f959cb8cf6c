from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q

from accounts.models import Member
from content.events import ArticleEdited, ArticleWithdrawn
from content.models import Article, Asset, AssetDownload
from core.text import TextRefused, cook, rename_mentions
from events.publishing import publish
from uploads.actions import drop_document, use_uploads


@transaction.atomic
def forget_author(*, member: Member, takes_posts: bool) -> int:
    """What a member who left never showed goes; what is published stays without a name, or goes too."""
    AssetDownload.objects.filter(member=member).delete()
    assets = Asset.objects.filter(author=member).select_related("document")
    for asset in assets if takes_posts else assets.exclude(withdrawn_at=None):
        asset.delete()
        drop_document(asset.document)
    articles = Article.objects.filter(author=member).select_for_update(of=("self",))
    if not takes_posts:
        articles = articles.exclude(state=Article.State.PUBLISHED)
    for article in articles:
        use_uploads(used_by="content.article", object_id=article.pk, html="")
        publish(ArticleWithdrawn(article_id=article.pk, by_id=member.pk))
        article.delete()
    return len(articles)


@transaction.atomic
def rename_in_articles(*, handles: Sequence[str], new: str) -> int:
    """Where articles call somebody by these handles, call them `new`; returns how many did."""
    naming = Q(pk__in=[])
    for handle in handles:
        naming |= Q(source__icontains=f"@{handle}") | Q(source__icontains=f"/m/{handle}")
    found = list(Article.objects.filter(naming).select_for_update(of=("self",)))
    for article in found:
        article.source = rename_mentions(article.source, handles, new)
        try:
            article.html = cook(article.source)
        except TextRefused:  # a longer name made it too long: its HTML is changed in place
            article.html = rename_mentions(article.html, handles, new)
        article.save(update_fields=["source", "html"])
        if article.is_published:
            publish(ArticleEdited(article_id=article.pk, by_id=article.author_id))
    return len(found)
