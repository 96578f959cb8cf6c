from django.db import transaction

from forums.models import Post, Topic


def lock_topic(topic_id: int) -> Topic:
    """The topic as it is now with its board, its row locked."""
    topics = Topic.objects.select_for_update(no_key=True, of=("self",)).select_related("board")
    return topics.get(pk=topic_id)


def lock_topics(*topic_ids: int) -> list[Topic]:
    """The topics in the order asked for, their rows locked in the order of their numbers: nobody waits in a circle."""
    locked = Topic.objects.select_for_update(no_key=True).filter(pk__in=topic_ids).order_by("pk")
    found = {topic.pk: topic for topic in locked}
    return [found[pk] for pk in topic_ids]


def lock_post(post: Post) -> Post:
    """The post as it is now, its topic's row locked first: the one order in which forums takes locks.

    Posts change their topic (merge, split) only under the locks of both, so one found in a locked topic stays there.
    """
    topic_id = post.topic_id
    while True:
        topic = lock_topic(topic_id)
        fresh = Post.objects.select_for_update(no_key=True).filter(pk=post.pk, topic=topic).first()
        if fresh:
            fresh.topic = topic
            return fresh
        topic_id = Post.objects.values_list("topic", flat=True).get(pk=post.pk)


def lock_open_end(topic: Topic) -> Topic:
    """The topic as it is now, locked; where it was merged into another meanwhile, that one."""
    topic_id = topic.merged_into_id or topic.pk
    while True:
        # One that was merged meanwhile is let go again: holding it while waiting for the other is how circles begin.
        before = transaction.savepoint()
        found = lock_topic(topic_id)
        if not found.merged_into_id:
            transaction.savepoint_commit(before)
            return found
        topic_id = found.merged_into_id
        transaction.savepoint_rollback(before)
