"""What those who keep order did to a few conversations: by the same actions as on the pages."""

from community.demo.planting.world import World
from forums.curating.changing import retitle_topic
from forums.curating.holding import close_topic, pin_topic
from forums.curating.timers import set_timer
from forums.models import Curation, Topic, TopicTimer


def plant_keeping(world: World) -> None:
    """One pinned, one closed with its reason, one with a better title, one that the clock is to close."""
    manager = world.members["priya"]
    by_title = {topic.title: Topic.objects.get(pk=topic.pk) for topic in world.topics.values()}
    made = [
        pin_topic(
            by=manager, topic=by_title["Joining the table: say hello here"], in_space=True,
            reason="Newcomers begin here.",
        ),
        close_topic(
            by=manager, topic=by_title["The workshop opens for a day: 24 places"],
            reason="All 24 places are taken. The next date comes with the autumn letter.",
        ),
        retitle_topic(
            by=manager, topic=by_title["Is 18 g a law?"], title="Is 18 g a law, or can I dose less?",
            reason="Says what is asked.",
        ),
    ]  # fmt: skip
    set_timer(
        by=manager, topic=by_title["First week with a Tern: everything tastes sour"],
        kind=TopicTimer.Kind.AFTER_QUIET, days=365,
    )  # fmt: skip
    Curation.objects.filter(pk__in=[each.pk for each in made if each]).update(at=world.anchor)
