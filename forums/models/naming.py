from django.db import models

from forums.models.post import Post
from forums.models.topic import Topic


class TopicNaming(models.Model):
    """A post names a topic with `#`. Its title stands in the post's HTML, so the post is cooked again when that changes.

    It stays when an edit takes the name out: what the post said before is kept as well.
    """

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "post"], name="topic_named_once_a_post")
        ]

    def __str__(self) -> str:
        return f"{self.post_id} names #{self.topic_id}"
