from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from forums.models import Post, Topic
from forums.models.post import visible_post
from forums.models.topic import visible_topic

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import Member


class Kind(models.TextChoices):
    """What notifications tell of by themselves. Apps above bring kinds of their own (see NoticeDue)."""

    REPLY = "reply", _("replied")
    TOPIC = "topic", _("started a conversation")
    MENTION = "mention", _("mentioned you")
    SOLVED = "solved", _("marked your answer as the solution")
    SOLUTION = "solution", _("marked the solution")
    THANKS = "thanks", _("thanked you")
    VOTE = "vote", _("a vote is open")
    VOTE_ENDS = "vote_ends", _("a vote is about to end")
    OBJECTION = "objection", _("an objection to a roll")
    DECIDED = "decided", _("a vote is decided")
    ANSWERED = "answered", _("the company answered a vote")
    UNANSWERED = "unanswered", _("the company is late with its answer to a vote")
    DUPLICATE = "duplicate", _("marked yours as asked before")
    STATUS = "status", _("answered an idea")
    REMINDER = "reminder", _("a reminder of yours")
    EDITED = "edited", _("edited your post")
    ACCEPTANCE = "acceptance", _("a policy waits for your yes")
    POLICY = "policy", _("a policy you follow")


class NotificationQuerySet(models.QuerySet["Notification"]):
    def unread(self) -> NotificationQuerySet:
        return self.filter(read_at=None)

    def visible_to(self, member: Member) -> NotificationQuerySet:
        """Their own, without those about posts and topics they can no longer see."""
        return self.filter(member=member.pk).filter(
            # Asked of each row's own topic and post: as lists, those of the whole house would be read.
            Q(topic=None) | visible_topic(member, "topic__"),
            Q(post=None) | visible_post(member, "post__"),
        )

    def due(self, now: datetime) -> NotificationQuerySet:
        """Unread ones whose mail is due and has not been sent."""
        return self.unread().filter(mail_due_at__lte=now, mailed_at=None)


class Notification(models.Model):
    """One thing told to one person once: the key names the fact.

    About a topic or post it holds no words of theirs: title and excerpt are read from them when shown.
    """

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications"
    )
    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=30)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    topic = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.CASCADE, related_name="notifications"
    )
    post = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.CASCADE, related_name="notifications"
    )
    title = models.CharField(max_length=200, blank=True)
    text = models.CharField(max_length=500, blank=True)
    url = models.CharField(max_length=300)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    mail_due_at = models.DateTimeField(null=True, blank=True, help_text="nothing: no mail")
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "key"], name="notified_once"),
        ]
        indexes = [
            models.Index("member", F("created_at").desc(), F("id").desc(), name="inbox"),
            models.Index(fields=["member"], name="inbox_unread", condition=Q(read_at=None)),
            models.Index(
                fields=["mail_due_at"],
                name="notification_mail_due",
                condition=Q(read_at=None, mailed_at=None, mail_due_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} for {self.member_id}"
