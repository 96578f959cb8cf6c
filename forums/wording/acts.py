"""Earlier wordings struck out and given back, posts opened for others to edit and closed again."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from core.rules import demand
from events.publishing import publish
from forums.actions.locking import lock_post
from forums.events import PostWikiTurned, RevisionStruck
from forums.models import Post, PostRevision, RevisionStriking, WikiOpening
from forums.wording.rules import may_strike_wording, may_turn_wiki


@transaction.atomic
def strike_out(*, by: Member, revision: PostRevision, reason: str) -> RevisionStriking:
    """Nobody but those who keep order reads this wording from now on; struck already, the striking that holds is returned."""
    post = lock_post(revision.post)
    demand(may_strike_wording(by, post))
    striking, is_new = RevisionStriking.objects.filter(lifted_at=None).get_or_create(
        revision=revision,
        lifted_at=None,
        defaults={"struck_by": by, "reason": reason.strip()},
    )
    if is_new:
        _tell(revision, by)
    return striking


@transaction.atomic
def give_back(*, by: Member, revision: PostRevision) -> bool:
    """Lift the striking; False where none holds."""
    post = lock_post(revision.post)
    demand(may_strike_wording(by, post))
    held = RevisionStriking.objects.filter(revision=revision, lifted_at=None)
    lifted = held.update(lifted_at=timezone.now(), lifted_by=by)
    if lifted:
        _tell(revision, by)
    return bool(lifted)


@transaction.atomic
def turn_wiki(*, by: Member, post: Post, is_open: bool) -> bool:
    """Let others edit a post, or no more; False when it is so already."""
    post = lock_post(post)
    demand(may_turn_wiki(by, post))
    if post.is_wiki == is_open:
        return False
    if is_open:
        WikiOpening.objects.create(post=post, opened_by=by)
    else:
        held = WikiOpening.objects.filter(post=post, closed_at=None)
        held.update(closed_at=timezone.now(), closed_by=by)
    post.is_wiki = is_open
    post.save(update_fields=["is_wiki"])
    publish(PostWikiTurned(post_id=post.pk, topic_id=post.topic_id, by_id=by.pk))
    return True


def _tell(revision: PostRevision, by: Member) -> None:
    publish(RevisionStruck(revision_id=revision.pk, post_id=revision.post_id, by_id=by.pk))
