"""What managers decided about posts of the story, and what the automation got wrong."""

from datetime import timedelta

from community.demo.conversations import delay
from community.demo.halfyear.reports import HELD, REPORTS, SHOWN_AFTER, WHY_HELD
from community.demo.planting.order import plant_reports
from community.demo.planting.world import World
from moderation.models import ModerationAct


def plant_story_reports(story: World) -> None:
    plant_reports(story, REPORTS)
    key, number = HELD
    post = story.posts[story.topics[key].pk, number]
    held = post.created_at + timedelta(minutes=50)
    ModerationAct.objects.create(
        kind=ModerationAct.Kind.HOLD, space_id=post.topic.space_id, post=post, topic=post.topic,
        member=post.author, reason=WHY_HELD, created_at=held,
        undone_by=story.members["priya"], undone_at=held + delay(SHOWN_AFTER),
    )  # fmt: skip
