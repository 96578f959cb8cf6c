from django.db import transaction
from django.db.models import F

from accounts.models import Member
from core.rules import demand
from events.publishing import publish
from forums.events import PostThanked
from forums.models import Post, Reaction
from forums.rules import may_thank


@transaction.atomic
def thank(*, by: Member, post: Post) -> bool:
    """Thank the author of a post; False when already thanked."""
    demand(may_thank(by, post))
    _reaction, is_new = Reaction.objects.get_or_create(post=post, member=by)
    if is_new:
        Post.objects.filter(pk=post.pk).update(thanks_count=F("thanks_count") + 1)
        publish(PostThanked(post_id=post.pk, topic_id=post.topic_id, by_id=by.pk))
    return is_new


@transaction.atomic
def unthank(*, by: Member, post: Post) -> bool:
    gone, _by_model = Reaction.objects.filter(post=post, member=by).delete()
    if gone:
        Post.objects.filter(pk=post.pk).update(thanks_count=F("thanks_count") - 1)
    return bool(gone)
