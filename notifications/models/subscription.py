from __future__ import annotations

from typing import TypeAlias

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from taggit.models import Tag

from accounts.models import Member
from forums.models import Board, Topic
from forums.models.topic import visible_topic
from governance.models import Policy
from spaces.models import Space

Target: TypeAlias = Topic | Board | Space | Member | Tag | Policy


def _one_of(*names: str) -> Q:
    """One of these is there, and no other."""
    found = Q()
    for name in names:
        others = {f"{each}__isnull": True for each in names if each != name}
        found |= Q(**{f"{name}__isnull": False}, **others)
    return found


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def in_force(self) -> SubscriptionQuerySet:
        return self.filter(ended_at=None)

    def visible_to(self, member: Member) -> SubscriptionQuerySet:
        """Those whose target the member may still see."""
        return self.filter(
            visible_topic(member, "topic__")
            | Q(board__in=Board.objects.visible_to(member))
            | Q(space__in=Space.objects.visible_to(member))
            | Q(person__is_active=True)
            | Q(tag__isnull=False)
            | Q(policy__in=Policy.objects.visible_to(member))
        )

    def to(self, target: Target) -> SubscriptionQuerySet:
        return self.filter(**{field_of(target): target})


class Subscription(models.Model):
    """A member follows a topic, a board, a space, a tag, a policy or another member. One they ended stays, so that it does not begin again by itself."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="subscriptions"
    )
    topic = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.CASCADE, related_name="subscriptions"
    )
    board = models.ForeignKey(
        Board, null=True, blank=True, on_delete=models.CASCADE, related_name="subscriptions"
    )
    space = models.ForeignKey(
        Space, null=True, blank=True, on_delete=models.CASCADE, related_name="subscriptions"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="followers",
    )
    tag = models.ForeignKey(
        Tag, null=True, blank=True, on_delete=models.CASCADE, related_name="followings"
    )
    policy = models.ForeignKey(
        Policy, null=True, blank=True, on_delete=models.CASCADE, related_name="followings"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=_one_of("topic", "board", "space", "person", "tag", "policy"),
                name="subscription_to_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(person=None) | ~Q(person=F("member")),
                name="subscription_to_somebody_else",
            ),
            models.UniqueConstraint(fields=["member", "person"], name="subscription_once_a_person"),
            models.UniqueConstraint(fields=["member", "topic"], name="subscription_once_a_topic"),
            models.UniqueConstraint(fields=["member", "board"], name="subscription_once_a_board"),
            models.UniqueConstraint(fields=["member", "space"], name="subscription_once_a_space"),
            models.UniqueConstraint(fields=["member", "tag"], name="subscription_once_a_tag"),
            models.UniqueConstraint(fields=["member", "policy"], name="subscription_once_a_policy"),
        ]
        indexes = [
            models.Index(
                "member", F("created_at").desc(), F("id").desc(), name="subscription_newest",
                condition=Q(ended_at=None),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.member_id} follows {self.target}"

    @property
    def address(self) -> str:
        return address_of(self.target) if self.target else ""

    @property
    def target(self) -> Target | None:
        return self.topic or self.board or self.space or self.person or self.tag or self.policy


def field_of(target: Target) -> str:
    """The name of the foreign key that holds such a target."""
    return {
        Topic: "topic", Board: "board", Space: "space", Member: "person", Tag: "tag", Policy: "policy",
    }[type(target)]  # fmt: skip


def address_of(target: Target) -> str:
    if isinstance(target, Tag):
        return reverse("forums:tag", args=[target.slug])
    return target.get_absolute_url()
