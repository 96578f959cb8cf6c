from forums.models import Post, Topic


def lock_post(post: Post) -> Post:
    """The post as it is now, its topic's row locked first: the one order in which forums takes locks."""
    topic = Topic.objects.select_for_update(no_key=True).get(pk=post.topic_id)
    fresh = Post.objects.select_for_update(no_key=True).get(pk=post.pk)
    fresh.topic = topic
    return fresh
