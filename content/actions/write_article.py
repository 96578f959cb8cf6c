import uuid

from django.db import transaction
from django.utils.text import slugify

from accounts.models import Member
from content.actions.pictures import claim_pictures
from content.models import Article
from content.models.article import minutes_to_read
from content.rules import may_write_article
from core.rules import demand
from core.text import cook
from spaces.models import Space
from uploads.models import Upload

SLUG_LENGTH = 70
SLUG_LOCK = 740_912_001  # an advisory lock: two articles of one title take their addresses in turn


@transaction.atomic
def write_article(
    *,
    author: Member,
    space: Space,
    title: str,
    source: str,
    standfirst: str = "",
    cover: Upload | None = None,
    key: uuid.UUID | None = None,
    is_help: bool = False,
) -> Article:
    """Keep a draft that only its author sees; the same `key` again returns what it made.

    Raises NotAllowed; core.text.TextRefused on an endless text.
    """
    demand(may_write_article(author, space))
    if key:
        Member.objects.select_for_update(no_key=True).get(pk=author.pk)  # one form, pressed twice
        made = Article.objects.filter(author=author, key=key).first()
        if made:
            return made
    article = Article.objects.create(
        space=space,
        author=author,
        title=title.strip(),
        slug=free_slug(title),
        standfirst=standfirst.strip(),
        source=source,
        html=cook(source),
        reading_minutes=minutes_to_read(source),
        cover=cover,
        key=key,
        is_help=is_help,
    )
    claim_pictures(article, by=author)
    return article


def free_slug(title: str) -> str:
    """Return an address of the title that no other article has; held for the rest of the transaction."""
    base = slugify(title)[:SLUG_LENGTH].strip("-") or "article"
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SLUG_LOCK])
    taken = set(Article.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 2
    while slug in taken or slug in RESERVED:
        slug, number = f"{base}-{number}", number + 1
    return slug


RESERVED = {"new"}
