"""Who hears of what happens. The key of each notice names the fact, so that it is told once a person."""

from collections.abc import Sequence
from functools import partial

from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.urls import reverse

from accounts.administration.merging import hand_over
from accounts.events import MemberBlocked, MemberDeleted, MembersMerged
from accounts.models import Member
from core import broker
from events.registry import subscribe
from forums.curating import carrying
from forums.curating.events import OF_TWO, TopicsMerged, TopicSplit, TopicSplitUndone
from forums.events import PostCreated, PostEdited, PostThanked, SolutionMarked, TopicOpened
from forums.models import Post, State, Topic
from governance.events import AnswerMissed, ProposalDecided, VoteAnswered, VotingOpened
from governance.models import Proposal
from notifications.actions import (
    begin_call,
    follow_all_by_writing,
    follow_by_writing,
    forget_member,
    part,
    part_for_good,
    tell,
    tell_all,
)
from notifications.actions.tell import Notice
from notifications.audience import (
    followers_of,
    followers_of_all,
    followers_of_author,
    followers_of_place,
    followers_of_tags,
    mentioned_in,
    wanting_news,
)
from notifications.events import NoticeDue
from notifications.models import Kind, MailPreference, Notification, Subscription, VoteCall
from spaces.queries import readers_of


@subscribe(TopicOpened, PostCreated, name="notifications.follow_by_writing", together=True)
def let_writers_follow(facts: Sequence[TopicOpened | PostCreated]) -> None:
    posts = Post.objects.filter(pk__in=[fact.post_id for fact in facts])
    authors = posts.filter(author__is_placeholder=False).values_list("author", "topic")
    follow_all_by_writing(pairs=set(authors))


@subscribe(TopicOpened, name="notifications.tell_of_topic")
def tell_of_topic(event: TopicOpened) -> None:
    if post := _visible_post(event.post_id):
        _tell_of(post, Kind.MENTION, mentioned_in(post))
        seeing = followers_of_place(post.topic) | followers_of_author(post.topic)
        seeing |= followers_of_tags(post.topic)
        _tell_of(post, Kind.TOPIC, seeing | wanting_news(post.topic))


@subscribe(PostCreated, name="notifications.tell_of_post", together=True)
def tell_of_posts(facts: Sequence[PostCreated]) -> None:
    """Posts that are hidden or deleted before we come are told to nobody."""
    whole = Post.objects.select_related("author", "topic__space", "topic__board__space", "reply_to")
    posts = whole.filter(pk__in=[fact.post_id for fact in facts], state=State.VISIBLE)
    shown = list(posts.filter(topic__state=State.VISIBLE).order_by("pk"))
    following = followers_of_all(post.topic for post in shown)
    for post in shown:  # one by one: how many somebody may call counts those called just now
        if mentioned := mentioned_in(post):
            _tell_of(post, Kind.MENTION, mentioned)
    tell_all(
        (_of(post, Kind.REPLY), following[post.topic_id] | _answered_by(post)) for post in shown
    )


carrying.register(Subscription)  # who follows a topic follows the one it is merged into


@subscribe(*OF_TWO, name="notifications.go_along")
def go_along(event: TopicsMerged) -> None:
    """What was told of posts that passed to another topic is about that one now, and who wrote in a new one follows it."""
    moved = Notification.objects.filter(post__moves__curation=event.curation_id)
    theirs = Post.objects.filter(pk=OuterRef("post")).values("topic")
    moved.exclude(topic=F("post__topic")).update(topic=Subquery(theirs))
    if isinstance(event, TopicSplit) and not isinstance(event, TopicSplitUndone):
        new = Topic.objects.get(pk=event.other_id)
        authors = Member.objects.filter(posts__topic=new, is_placeholder=False).distinct()
        for member in authors.order_by("pk"):
            follow_by_writing(member=member, topic=new)


@subscribe(PostEdited, name="notifications.tell_newly_mentioned")
def tell_newly_mentioned(event: PostEdited) -> None:
    if post := _visible_post(event.post_id):
        _tell_of(post, Kind.MENTION, mentioned_in(post))


@subscribe(SolutionMarked, name="notifications.tell_of_solution")
def tell_of_solution(event: SolutionMarked) -> None:
    if post := _visible_post(event.post_id):
        key = f"solution:{post.pk}"
        seeing = followers_of(post.topic)
        author = {post.author_id} if _may_see(post, post.author_id) else set()
        _tell(post, Kind.SOLVED, author, key=key, actor_id=event.by_id)
        _tell(post, Kind.SOLUTION, seeing - author, key=key, actor_id=event.by_id)


@subscribe(PostThanked, name="notifications.tell_of_thanks")
def tell_of_thanks(event: PostThanked) -> None:
    post = _visible_post(event.post_id)
    if post and _may_see(post, post.author_id):
        key = f"thanks:{post.pk}:{event.by_id}"
        _tell(
            post, Kind.THANKS, {post.author_id}, key=key, actor_id=event.by_id, by_mail=False
        )  # fmt: skip


@subscribe(VotingOpened, name="notifications.tell_of_vote")
def tell_of_vote(event: VotingOpened) -> None:
    """Who may vote is told, here and by mail: a vote that nobody hears of is none. A job tells them in batches."""
    begin_call(proposal_id=event.proposal_id, moment=VoteCall.Moment.OPENED)
    transaction.on_commit(partial(broker.hand_over, "notifications.call_to_votes"))


@subscribe(ProposalDecided, name="notifications.tell_of_decision")
def tell_of_decision(event: ProposalDecided) -> None:
    """Who discussed it hears how it ended; not who voted, which is nobody's business here."""
    topic = Topic.objects.filter(proposal=event.proposal_id).select_related("space").first()
    if topic:
        _tell_of_proposal(event.proposal_id, Kind.DECIDED, followers_of(topic))


@subscribe(AnswerMissed, VoteAnswered, name="notifications.tell_of_answer")
def tell_of_answer(event: AnswerMissed | VoteAnswered) -> None:
    """Who discussed it hears of the company's answer, and that there is none in time."""
    topic = Topic.objects.filter(proposal=event.proposal_id).select_related("space").first()
    if topic:
        kind = Kind.ANSWERED if isinstance(event, VoteAnswered) else Kind.UNANSWERED
        _tell_of_proposal(event.proposal_id, kind, followers_of(topic))


@subscribe(NoticeDue, name="notifications.tell_notice")
def tell_notice(event: NoticeDue) -> None:
    notice = Notice(
        key=f"notice:{event.key}"[:120],
        kind=event.kind[:30],
        url=event.url,
        title=event.title,
        text=event.text,
    )
    tell(member_ids={event.member_id}, notice=notice)


def _tell_of_proposal(proposal_id: int, kind: str, member_ids: set[int]) -> None:
    proposal = Proposal.objects.select_related("policy__space").get(pk=proposal_id)
    if space := proposal.policy.space:
        members = Member.objects.filter(pk__in=member_ids)
        member_ids = set(readers_of(space, members).values_list("pk", flat=True))
    notice = Notice(
        key=f"proposal:{proposal.pk}:{kind}",
        kind=kind,
        url=proposal.get_absolute_url(),
        topic_id=proposal.topic_id,
        title=proposal.title,
    )
    tell(member_ids=member_ids, notice=notice)


def _answered_by(post: Post) -> set[int]:
    """Whoever wrote the post it answers, whether they follow the topic or not, if they may still see it."""
    answered = post.reply_to
    return {answered.author_id} if answered and _may_see(post, answered.author_id) else set()


def _tell_of(post: Post, kind: str, member_ids: set[int]) -> None:
    tell(member_ids=member_ids, notice=_of(post, kind))


def _tell(
    post: Post, kind: str, member_ids: set[int], *, key: str, actor_id: int, by_mail: bool = True
) -> None:
    tell(member_ids=member_ids, notice=_of(post, kind, key=key, actor_id=actor_id, by_mail=by_mail))


def _of(
    post: Post, kind: str, *, key: str = "", actor_id: int | None = None, by_mail: bool = True
) -> Notice:
    """A post is told of once, whether one follows the topic, the board, or was called by name; what was done to it has its own key."""
    return Notice(
        key=key or f"post:{post.pk}",
        kind=kind,
        url=reverse("forums:post", args=[post.pk]),
        actor_id=actor_id or post.author_id,
        topic_id=post.topic_id,
        post_id=post.pk,
        by_mail=by_mail,
    )


def _post(post_id: int) -> Post | None:
    return Post.objects.filter(pk=post_id).select_related("author", "topic__space").first()


def _visible_post(post_id: int) -> Post | None:
    """The post if it is shown: hidden or deleted before we came, it is told to nobody."""
    post = _post(post_id)
    if post and post.state == State.VISIBLE and post.topic.state == State.VISIBLE:
        return post
    return None


def _may_see(post: Post, member_id: int) -> bool:
    member = Member.objects.get(pk=member_id)
    return Post.objects.visible_to(member).filter(pk=post.pk).exists()


@subscribe(MemberDeleted, name="notifications.forget_member")
def forget_their_inbox(fact: MemberDeleted) -> None:
    forget_member(member_id=fact.member_id)


@subscribe(MembersMerged, name="notifications.hand_over")
def hand_over_to_one_member(event: MembersMerged) -> None:
    """What they follow and were told, once. Nobody comes to follow themselves."""
    part_for_good(one_id=event.from_id, other_id=event.to_id)
    hand_over(
        event,
        {
            Notification: (
                "member",
                "actor",
            ),
            MailPreference: ("member",),
            Subscription: ("member", "person"),
        },
    )


@subscribe(MemberBlocked, name="notifications.part")
def part_them(fact: MemberBlocked) -> None:
    part(blocker_id=fact.blocker_id, blocked_id=fact.blocked_id)
