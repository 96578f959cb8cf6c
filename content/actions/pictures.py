from accounts.models import Member
from content.models import Article
from uploads.actions import use_uploads

USED_BY = "content.article"


def claim_pictures(article: Article, *, by: Member) -> None:
    """Say which uploads the article shows, so that they stay, and are seen by whoever may read it."""
    use_uploads(
        used_by=USED_BY, object_id=article.pk, html=article.html, owner=by, also=[article.cover]
    )
