"""What people did with posts after writing them: an answer that others may edit, its earlier wordings, a file, posts kept for later."""

from datetime import datetime, timedelta

from django.core.files.base import ContentFile

from community.demo.planting.world import World
from community.demo.sheets import pdf
from core.text import cook
from forums.models import Bookmark, Post, PostRevision, Topic, WikiOpening
from uploads.actions import store_upload, use_uploads
from uploads.models import Upload

SHARED = "descale-soft-water"
EARLIER = (
    ("Soft water? Never mind the light.", "Somebody might take that at its word"),
    ("Soft water? Once the light comes on, and not before.", "The steps in full"),
)
KEPT = ((SHARED, "Before the summer"), ("group-gasket", ""), ("no-flow", "Try the hot water tap"))
REMINDED_AFTER = timedelta(days=3, hours=9)


SHEET = (
    "Wren and Tern, until 2019: 8.0 mm",
    "Tern, from 2020: 8.5 mm",
    "Two notches at the edge: the thick one. None: the thin one.",
)


def plant_afterwards(world: World) -> None:
    _share(world, _second(world, world.topics[SHARED]))
    _attach(world.posts[world.topics["group-gasket"].pk, 3])
    for key, note in KEPT:
        post = _second(world, world.topics[key])
        for handle in ("priya", "otto", "mara"):
            kept = world.soon_after(post.created_at, within=timedelta(days=9))
            Bookmark.objects.create(
                member=world.members[handle], post=post, note=note, created_at=kept,
                remind_at=world.anchor + REMINDED_AFTER if note else None,
            )  # fmt: skip


def _second(world: World, topic: Topic) -> Post:
    """The first reply of a conversation."""
    return world.posts[topic.pk, 2]


def _share(world: World, post: Post) -> None:
    """Its author opened it, and a manager made it better: the rows that actions would have made."""
    moment: datetime = post.created_at
    WikiOpening.objects.create(post=post, opened_by=post.author, opened_at=moment)
    for said, reason in EARLIER:
        moment = world.soon_after(moment, within=timedelta(days=5))
        PostRevision.objects.create(
            post=post, source=said, html=cook(said), edited_by=world.members["priya"],
            edited_at=moment, reason=reason,
        )  # fmt: skip
    post.is_wiki, post.edited_at = True, moment
    post.save(update_fields=["is_wiki", "edited_at"])


def _attach(post: Post) -> None:
    """A sheet at the end of the answer, kept the way a file somebody brings is kept."""
    sheet = ContentFile(pdf("Gaskets of the group head", SHEET))
    upload = store_upload(file=sheet, name="group-gaskets.pdf", owner=post.author, browser_id=None)
    Upload.objects.filter(pk=upload.pk).update(created_at=post.created_at)
    post.source += f"\n\nThe sizes on one page: {upload.markdown}"
    post.html = cook(post.source)
    post.save(update_fields=["source", "html"])
    use_uploads(used_by="forums.post", object_id=post.pk, html=post.html, owner=post.author)
