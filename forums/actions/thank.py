from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from accounts.models import Member
from core.rules import NotAllowed, demand
from events.publishing import publish
from forums.actions.locking import lock_post
from forums.events import PostThanked, ReactionChanged
from forums.models import Post, Reaction
from forums.rules import may_thank
from spaces.models.brand import brand_of_house
from spaces.reactions import THANKS, offered_by


@transaction.atomic
def thank(*, by: Member, post: Post, kind: str = THANKS) -> bool:
    """Answer a post by a press; another kind takes the place of the one before. False when nothing changes."""
    if kind not in offered_by(brand_of_house().reactions):
        raise NotAllowed(_("This reaction is not offered here."))
    post = lock_post(post)
    demand(may_thank(by, post))
    reaction, is_new = Reaction.objects.get_or_create(post=post, member=by, defaults={"kind": kind})
    if not is_new and reaction.kind == kind:
        return False
    if not is_new:
        Reaction.objects.filter(pk=reaction.pk).update(kind=kind)
    recount_reactions(post=post)
    if is_new:
        publish(PostThanked(post_id=post.pk, topic_id=post.topic_id, by_id=by.pk))
    else:
        publish(ReactionChanged(post_id=post.pk, topic_id=post.topic_id, by_id=by.pk))
    return True


@transaction.atomic
def unthank(*, by: Member, post: Post) -> bool:
    """Take it back; False when there is nothing to take back."""
    post = lock_post(post)
    gone, _by_model = Reaction.objects.filter(post=post, member=by).delete()
    if gone:
        recount_reactions(post=post)
        publish(ReactionChanged(post_id=post.pk, topic_id=post.topic_id, by_id=by.pk))
    return bool(gone)


def recount_reactions(*, post: Post) -> None:
    """Bring a post's counts in line with its reactions. The caller holds its row's lock."""
    recount_reactions_of(post_ids=[post.pk])


def recount_reactions_of(*, post_ids: list[int]) -> None:
    """The same for many posts, by two statements."""
    counts: dict[int, dict[str, int]] = {post_id: {} for post_id in post_ids}
    rows = Reaction.objects.filter(post__in=post_ids).order_by("kind")
    for post_id, kind, found in rows.values_list("post", "kind").annotate(found=Count("pk")):
        counts[post_id][kind] = found
    posts = [
        Post(pk=post_id, reaction_counts=each, thanks_count=sum(each.values()))
        for post_id, each in counts.items()
    ]
    Post.objects.bulk_update(posts, ["reaction_counts", "thanks_count"], batch_size=1_000)
