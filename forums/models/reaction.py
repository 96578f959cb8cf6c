from django.conf import settings
from django.db import models

from forums.models.post import Post


class Reaction(models.Model):
    """A member thanks the author of a post."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reactions")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reactions"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "member"], name="thanked_once")]

    def __str__(self) -> str:
        return f"{self.member_id} thanks for {self.post_id}"
