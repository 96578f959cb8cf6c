from django.conf import settings
from django.db import models

from forums.models.post import Post
from spaces.reactions import THANKS


class Reaction(models.Model):
    """A member's one answer to a post by a press: thanks, mostly."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reactions")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reactions"
    )
    kind = models.CharField(max_length=20, default=THANKS, db_default=THANKS)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "member"], name="thanked_once")]

    def __str__(self) -> str:
        return f"{self.member_id} answers {self.post_id}"
