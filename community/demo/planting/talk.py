import re
from collections import Counter
from datetime import datetime, timedelta

from taggit.models import Tag

from community.demo.conversations import Conversation, Reply, conversations
from community.demo.planting.world import World, own_dates
from community.demo.spaces import TAGS
from core.text import cook
from forums.actions.open_topic import slug_of
from forums.models import Post, Reaction, Solution, State, TagFacts, TagSynonym, Topic
from forums.tagging.setting import set_tags_of_many
from spaces.reactions import THANKS

POINTER = re.compile(r"\{topic:([\w-]+)\}")
BATCH = 200


def plant_talk(world: World) -> None:
    """Topics, posts, tags, thanks and solutions."""
    plant_conversations(world, conversations())
    _describe_tags()


def plant_conversations(world: World, everything: tuple[Conversation, ...]) -> list[Topic]:
    """Topics with all that belongs to them; returns them in the order given."""
    topics = plant_topics(world, everything)
    Solution.objects.bulk_create(_solutions(world, everything, topics))
    set_tags_of_many(topics=topics, names=[each.tags for each in everything])
    return topics


def plant_topics(world: World, everything: tuple[Conversation, ...]) -> list[Topic]:
    """Write the topics with their posts and thanks; returns them in the order given."""
    topics = [_topic(world, each) for each in everything]
    Topic.objects.bulk_create(topics, batch_size=BATCH)
    world.topics |= {
        each.key: topic for each, topic in zip(everything, topics, strict=True) if each.key
    }
    posts, thanks = [], []
    for each, topic in zip(everything, topics, strict=True):
        opening = Reply(by=each.by, ago=each.ago, text=each.text, likes=max(each.likes, each.votes))
        for number, written in enumerate((opening, *each.replies), start=1):
            post = _post(world, topic, number, written)
            posts.append(post)
            thanks += _thanks(world, post, written.likes)
    Post.objects.bulk_create(posts, batch_size=BATCH)
    world.posts |= {(post.topic_id, post.number): post for post in posts}
    with own_dates(Reaction):
        Reaction.objects.bulk_create(thanks, batch_size=500)
    return topics


def linked(world: World, text: str) -> str:
    """The text with each `{topic:key}` made into a link."""

    def link(found: re.Match[str]) -> str:
        topic = world.topics[found[1]]
        return f"[{topic.title}]({topic.get_absolute_url()})"

    return POINTER.sub(link, text)


def _topic(world: World, each: Conversation) -> Topic:
    author = world.members[each.by]
    last = each.replies[-1] if each.replies else None
    by_others = [reply.ago for reply in each.replies if reply.by != each.by]
    return Topic(
        board=world.boards[each.space, each.board],
        space=world.spaces[each.space],
        kind=each.kind,
        title=each.title,
        slug=slug_of(each.title),
        author=author,
        created_at=world.when(each.ago),
        bumped_at=world.when(last.ago if last else each.ago),
        answered_at=world.when(by_others[0]) if by_others else None,
        solved_at=_solved_at(world, each),
        last_number=1 + len(each.replies),
        reply_count=len(each.replies),
        last_poster=world.members[last.by] if last else author,
    )


def _solved_at(world: World, each: Conversation) -> datetime | None:
    """The asker marks it with their next words, or some hours after the answer."""
    if each.solution is None:
        return None
    later = [r.ago for r in each.replies if r.by == each.by and r.ago < each.solution.ago]
    if later:
        return world.when(later[0]) + timedelta(minutes=2)
    return world.soon_after(world.when(each.solution.ago), within=timedelta(hours=9))


def _solutions(
    world: World, everything: tuple[Conversation, ...], topics: list[Topic]
) -> list[Solution]:
    return [
        Solution(
            topic=topic,
            post=world.posts[topic.pk, 2 + each.replies.index(solution)],
            marked_by=topic.author,
            marked_at=(topic.solved_at or topic.bumped_at) + timedelta(minutes=4 * place),
        )
        for each, topic in zip(everything, topics, strict=True)
        for place, solution in enumerate(each.solutions)
    ]


def _post(world: World, topic: Topic, number: int, written: Reply) -> Post:
    source = linked(world, written.text)
    return Post(
        topic=topic,
        number=number,
        author=world.members[written.by],
        source=source,
        html=cook(source),
        state=State.VISIBLE,
        created_at=world.when(written.ago),
    )


def _thanks(world: World, post: Post, wished: int) -> list[Reaction]:
    """From that many people who were there by then; fewer where there were fewer."""
    around = [
        member
        for member in world.members.values()
        if member.joined_at < post.created_at and member.is_active and member != post.author
    ]
    givers = world.dice.sample(around, min(wished, len(around)))
    kinds = [world.dice.choice([THANKS, THANKS, THANKS, "up", "idea"]) for _giver in givers]
    post.thanks_count, post.reaction_counts = len(givers), dict(sorted(Counter(kinds).items()))
    return [
        Reaction(
            post=post,
            member=giver,
            kind=kind,
            created_at=world.soon_after(post.created_at, within=timedelta(days=6)),
        )
        for giver, kind in zip(givers, kinds, strict=True)
    ]


def _describe_tags() -> None:
    """What a manager said of some tags."""
    for name, (words, synonyms) in TAGS.items():
        tag = Tag.objects.get_or_create(name=name)[0]
        TagFacts.objects.create(tag=tag, description=words)
        for other in synonyms:
            TagSynonym.objects.create(name=other, slug=slug_of(other), tag=tag)
