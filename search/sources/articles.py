"""An article is found by its title, its standfirst and its text, from publishing to withdrawal."""

from collections.abc import Iterator, Sequence

from content.events import ArticleWithdrawn
from content.models import Article
from core.html import plain_text
from events.registry import kind_of
from search.registry import Document, Source

KIND = "article"
HELP = "help"
SUBSCRIBER = "search.reindex_article"


def documents(article_ids: Sequence[int]) -> list[Document]:
    found = Article.objects.published().filter(pk__in=article_ids).select_related("space")
    return [_document(each) for each in found]


def ids() -> Iterator[int]:
    return Article.objects.order_by("pk").values_list("pk", flat=True).iterator()


def _document(article: Article) -> Document:
    published = article.published_at or article.created_at
    return Document(
        kind=KIND,
        object_id=article.pk,
        space_id=article.space_id,
        language=article.space.language,
        title=article.title,
        opening=article.standfirst,
        text=plain_text(article.html),
        states=(KIND, HELP) if article.is_help else (KIND,),
        author_ids=(article.author_id,),
        url=article.get_absolute_url(),
        created_at=published,
        updated_at=max(published, article.edited_at or published),
    )


source = Source(
    kind=KIND,
    documents=documents,
    ids=ids,
    subscriber=SUBSCRIBER,
    taken_away=((kind_of(ArticleWithdrawn), "article_id"),),
)
