"""What stands under the opening post of a topic of a kind: "me too", votes and status, the poll, the duplicate's banner.

A topic that has none of these asks nothing: its columns say so.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from accounts.models import Viewer
from core.pagecache import shows
from core.rules import Verdict
from forums.kinds import rules
from forums.kinds.noise import noise_budget
from forums.kinds.polls import PollView, poll_view
from forums.models import IdeaVote, MeToo, StatusChange, Topic
from spaces.models import Space

Context = dict[str, Any]


@dataclass(slots=True)
class Panel:
    topic: Topic
    may_press: Verdict | None = None
    """Whether one may say "me too" here, or vote for the idea."""
    has_pressed: bool = False
    answer: StatusChange | None = None
    """The company's latest reply to an idea."""
    poll: PollView | None = None
    original: Topic | None = None

    @property
    def is_announcement(self) -> bool:
        return self.topic.kind == Topic.Kind.ANNOUNCEMENT

    @property
    def is_idea(self) -> bool:
        return self.topic.kind == Topic.Kind.IDEA

    @property
    def has_something(self) -> bool:
        kinds = self.topic.is_question or self.is_idea or self.is_announcement
        return kinds or self.topic.is_promotion or self.poll is not None


def panel_of(viewer: Viewer, topic: Topic, *, sees_own: bool = True) -> Panel:
    panel = Panel(topic)
    if topic.is_question:
        panel.may_press = rules.may_say_me_too(viewer, topic)
        panel.has_pressed = _has(MeToo, viewer, topic, topic.me_too_count)
    elif panel.is_idea:
        panel.may_press = rules.may_vote_for_idea(viewer, topic)
        panel.has_pressed = _has(IdeaVote, viewer, topic, topic.vote_count)
        if topic.idea_status != Topic.IdeaStatus.PROPOSED:
            panel.answer = topic.status_changes.select_related("changed_by").first()
    if topic.duplicate_of_id:
        originals = Topic.objects.visible_to(viewer).filter(pk=topic.duplicate_of_id)
        panel.original = originals.first()
    if topic.has_poll:
        panel.poll = poll_view(viewer, topic, sees_own=sees_own)
    return panel


def is_acting(request: HttpRequest) -> bool:
    """An administrator who acts as a member does not see what they chose in secret."""
    return bool(getattr(request, "acting", None))


def in_topic(request: HttpRequest, page: Context) -> Context | None:
    """For the slot under the opening post."""
    topic = page.get("topic")
    if not isinstance(topic, Topic):
        return None
    if topic.duplicate_of_id:
        shows(request, f"topic:{topic.duplicate_of_id}")
    panel = panel_of(request.user, topic, sees_own=not is_acting(request))
    if panel.poll and panel.poll.is_open and panel.poll.poll.closes_at:
        shows(request, until=panel.poll.poll.closes_at)
    return {"panel": panel} if panel.has_something else None


def acts(request: HttpRequest, page: Context) -> Context | None:
    """For the slot of a topic's acts: what its author, regulars and the company may do with it."""
    topic, viewer = page.get("topic"), request.user
    if not isinstance(topic, Topic) or not viewer.is_authenticated:
        return None
    found = {
        "may_mark_duplicate": bool(rules.may_mark_duplicate(viewer, topic)),
        "may_open_poll": bool(rules.may_open_poll(viewer, topic)),
        "may_answer_idea": bool(rules.may_answer_idea(viewer, topic)),
    }
    return found if any(found.values()) else None


def voice(request: HttpRequest, page: Context) -> Context | None:
    """For a space's side: whose voice is heard there."""
    space = page.get("space") or getattr(request, "space", None)
    if not isinstance(space, Space):
        return None
    return {"space": space, "may_announce": rules.speaks_for_company(request.user, space)}


def studied(request: HttpRequest, page: Context) -> Context | None:
    """For the studio's page of a space."""
    space = page.get("studied")
    return {"budget": noise_budget(space)} if isinstance(space, Space) else None


def _has(model: Any, viewer: Viewer, topic: Topic, count: int) -> bool:
    if not count or not viewer.is_authenticated:
        return False
    return model.objects.filter(topic=topic, member=viewer.pk).exists()
