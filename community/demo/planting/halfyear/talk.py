"""What was asked and answered in the half year's story: around the launch, while the evangelist was away, and since."""

from pathlib import Path

from community.demo import halfyear
from community.demo.conversations import read_conversations
from community.demo.planting.halfyear.dealing import deal
from community.demo.planting.halfyear.order import plant_story_reports
from community.demo.planting.halfyear.people import plant_customers
from community.demo.planting.inbox import tell_writers
from community.demo.planting.talk import plant_conversations
from community.demo.planting.world import World
from forums.kinds.noise import count_voice
from forums.models import NoiseSpending, Post, Topic
from spaces.models import Space

TOLD = Path(halfyear.__file__).parent / "told.md"
SEED = 20


def plant_half_year(world: World) -> None:
    story = world.told_beside(SEED)
    dealt = deal(story.dice)
    everything = sorted([*read_conversations(TOLD), *dealt], key=lambda each: -each.ago)
    plant_customers(story, dealt)
    topics = plant_conversations(story, tuple(everything))
    tell_writers(story, Post.objects.filter(topic__in=topics))
    _count_the_company(topics)
    plant_story_reports(story)


def _count_the_company(topics: list[Topic]) -> None:
    """Announcements are counted against the noise of their space."""
    NoiseSpending.objects.bulk_create(
        NoiseSpending(
            space_id=topic.space_id, topic=topic, spent_by=topic.author, spent_at=topic.created_at
        )
        for topic in topics
        if topic.kind == Topic.Kind.ANNOUNCEMENT
    )
    for space in Space.objects.all():
        posts, ours = count_voice(space)
        Space.objects.filter(pk=space.pk).update(voice_posts=posts, voice_of_company=ours)
