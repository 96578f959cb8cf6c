from django.core.files.base import ContentFile

from community.demo.conversations import Conversation
from community.demo.covers import cover
from community.demo.library import Article as Written
from community.demo.library import articles
from community.demo.planting.talk import linked, plant_topics
from community.demo.planting.world import World, own_dates
from content.actions.pictures import claim_pictures
from content.models import Article
from content.models.article import minutes_to_read
from core.text import cook
from forums.models import Topic
from uploads.actions import store_image
from uploads.models import Upload

HELP = {
    "aligning-the-burrs-of-a-wren",
    "descaling-a-tern-the-calm-way",
    "dialling-in-without-wasting-the-bag",
}
"""What solves a problem: offered to whoever writes to support."""


def plant_library(world: World) -> None:
    """The evangelists' articles, each with its conversation on the board "articles"."""
    written = articles()
    topics = plant_topics(world, tuple(_conversation(each) for each in written))
    rows = [_article(world, each, topic) for each, topic in zip(written, topics, strict=True)]
    with own_dates(Article):
        Article.objects.bulk_create(rows)
    world.articles = {row.slug: row for row in rows}
    for row in rows:
        claim_pictures(row, by=row.author)


def _conversation(each: Written) -> Conversation:
    pointer = f"[Read the article](/articles/{each.slug}/) and say here what you make of it."
    return Conversation(
        space=each.space,
        board="articles",
        kind="discussion",
        by=each.by,
        ago=each.ago,
        title=each.title,
        text=f"{each.standfirst}\n\n{pointer}",
        likes=each.likes,
        key=each.slug,
        replies=each.comments,
    )


def _article(world: World, each: Written, topic: Topic) -> Article:
    source = linked(world, each.text)
    published = world.when(each.ago)
    return Article(
        space=world.spaces[each.space],
        author=world.members[each.by],
        title=each.title,
        slug=each.slug,
        standfirst=each.standfirst,
        source=source,
        html=cook(source),
        reading_minutes=minutes_to_read(source),
        state=Article.State.PUBLISHED,
        is_help=each.slug in HELP,
        topic=topic,
        cover=_cover(world, each),
        created_at=published,
        published_at=published,
        edited_at=world.when(each.updated) if each.updated != each.ago else None,
    )


def _cover(world: World, each: Written) -> Upload:
    """The drawn cover, kept the way a picture somebody sends is kept."""
    upload = store_image(
        file=ContentFile(cover(each.shape, warm=each.warm)),
        name=f"{each.slug}.png",
        owner=world.members[each.by],
        browser_id=None,
    )
    Upload.objects.filter(pk=upload.pk).update(created_at=world.when(each.ago))
    return upload
