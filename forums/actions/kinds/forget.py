from accounts.models import Member
from forums.actions.kinds.idea import count_votes
from forums.actions.kinds.me_too import count_me_too
from forums.actions.locking import lock_topics
from forums.models import Duplicate, IdeaVote, MeToo, Poll, Topic


def forget_kinds(*, member: Member, takes_posts: bool) -> None:
    """Inside forget_author. Words they gave as reasons go. Votes in closed polls stay counted, without a name.

    With `takes_posts` also what they wanted and asked too, and the polls they asked.
    """
    Duplicate.objects.filter(marked_by=member).update(reason="")
    if not takes_posts:
        return
    asked = MeToo.objects.filter(member=member)
    topics = sorted(asked.values_list("topic", flat=True))
    asked.delete()
    for topic in lock_topics(*topics):
        count_me_too(topic)
    votes = IdeaVote.objects.filter(member=member)
    topics = sorted(votes.values_list("topic", flat=True))
    votes.delete()
    for topic in lock_topics(*topics):
        count_votes(topic)
    theirs = Topic.objects.filter(author=member, has_poll=True)
    Poll.objects.filter(topic__in=theirs).delete()
    theirs.update(has_poll=False)
