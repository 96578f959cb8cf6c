"""Live: the people who have a topic open are told what changed. And what becomes of a member's posts once they left."""

from django.db.models import Q

from accounts.events import MemberDeleted, MembersMerged
from accounts.models import Member
from accounts.privacy.forgetting import known_traces
from core.live import recheck, recheck_stream, tell
from events.registry import herald, subscribe
from forums import events
from forums.actions import forget_author, rename_in_posts
from forums.actions.merge import take_over_rows
from forums.actions.naming import cook_names_again
from forums.curating import events as curating
from forums.models import BoardAccess, State, Topic
from forums.tagging.counting import forget_counts
from spaces.events import SpaceChanged


@herald(events.PostCreated)
def tell_of_post(fact: events.PostCreated) -> None:
    tell(f"topic:{fact.topic_id}", "post-created", post=fact.post_id)


@herald(
    events.PostEdited,
    events.PostDeleted,
    events.PostRestored,
    events.PostHidden,
    events.PostUnhidden,
    events.PostThanked,
    events.ReactionChanged,
    events.PostWikiTurned,
)
def tell_of_change(fact: events.PostEdited) -> None:
    tell(f"topic:{fact.topic_id}", "post-changed", post=fact.post_id)


@subscribe(
    events.PostHidden,
    events.PostDeleted,
    events.TagChanged,
    curating.TopicMoved,
    *curating.OF_TWO,
    name="forums.forget_tag_counts",
)
def forget_tag_counts(fact: events.PostHidden) -> None:
    forget_counts()


@subscribe(events.SolutionMarked, events.SolutionWithdrawn, name="forums.tell_of_solution")
def tell_of_solution(fact: events.SolutionMarked) -> None:
    tell(f"topic:{fact.topic_id}", "post-changed", post=fact.post_id)
    tell(
        f"topic:{fact.topic_id}",
        "state-changed",
        solved=Topic.objects.filter(pk=fact.topic_id, solved_at__isnull=False).exists(),
    )


@subscribe(events.BoardChanged, name="forums.recheck_live_rights")
def recheck_live_rights(fact: events.BoardChanged) -> None:
    """Open pages ask again what they may watch."""
    recheck()


@subscribe(MemberDeleted, name="forums.forget_reader")
def forget_their_boards(fact: MemberDeleted) -> None:
    """A member who left is let into no board."""
    BoardAccess.objects.filter(member=fact.member_id).delete()


@subscribe(MemberDeleted, name="forums.forget_author")
def forget_their_posts(fact: MemberDeleted) -> None:
    member = Member.objects.get(pk=fact.member_id)
    forget_author(member=member, takes_posts=fact.takes_posts)


@subscribe(MemberDeleted, name="forums.forget_handle")
def forget_their_handle(fact: MemberDeleted) -> None:
    new = Member.objects.values_list("handle", flat=True).get(pk=fact.member_id)
    rename_in_posts(handles=known_traces(fact.deletion_id).handles, new=new)


@subscribe(MembersMerged, name="forums.hand_over")
def hand_over_to_one_member(event: MembersMerged) -> None:
    take_over_rows(event)


@subscribe(
    curating.TopicRetitled,
    curating.TopicMoved,
    curating.TopicsMerged,
    curating.TopicsUnmerged,
    events.TopicRewritten,
    name="forums.put_title_right",
)
def put_title_right(fact: curating.TopicRetitled) -> None:
    """Where posts name the topic, its title stands as everybody may see it now."""
    cook_names_again(topics=Topic.objects.filter(pk=fact.topic_id))


@subscribe(curating.TopicSplitUndone, name="forums.put_title_right_of_undone")
def put_title_right_of_undone(fact: curating.TopicSplitUndone) -> None:
    """What was split off may be no conversation any more."""
    cook_names_again(topics=Topic.objects.filter(pk=fact.other_id))


@herald(curating.TopicMoved)
def recheck_readers(fact: curating.TopicMoved) -> None:
    """Elsewhere other people may read it: whoever has it open is asked again."""
    recheck_stream(f"topic:{fact.topic_id}")


@subscribe(
    events.PostDeleted,
    events.PostHidden,
    name="forums.recheck_readers_of_hidden",
)
def recheck_readers_of_hidden(fact: events.PostDeleted) -> None:
    """With its first post a topic goes out of most people's sight."""
    if Topic.objects.filter(pk=fact.topic_id).exclude(state=State.VISIBLE).exists():
        recheck_stream(f"topic:{fact.topic_id}")


@subscribe(
    events.PostDeleted,
    events.PostRestored,
    events.PostHidden,
    events.PostUnhidden,
    name="forums.put_title_right_by_post",
)
def put_title_right_by_post(fact: events.PostDeleted) -> None:
    """With its first post a topic goes and comes."""
    cook_names_again(topics=Topic.objects.filter(posts=fact.post_id, posts__number=1))


@subscribe(events.BoardChanged, name="forums.put_titles_right_on_board")
def put_titles_right_on_board(fact: events.BoardChanged) -> None:
    """And on those below it, which are closed and opened with it."""
    here = Q(board=fact.board_id) | Q(board__parent=fact.board_id)
    cook_names_again(topics=Topic.objects.filter(here))


@subscribe(SpaceChanged, name="forums.put_titles_right_in_space")
def put_titles_right_in_space(fact: SpaceChanged) -> None:
    cook_names_again(topics=Topic.objects.filter(space=fact.space_id))
