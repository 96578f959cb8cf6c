"""The index equals a rebuild, whatever happened, in whatever order, however often it was told."""

import io
import random

import pytest
from django.core.management import call_command

from core.rules import NotAllowed
from events.actions import deliver
from events.models import Delivery, Event
from forums import actions
from forums.curating import changing, merging
from forums.curating.undoing import undo_curation
from forums.models import Board, Curation, Post, Solution, Topic
from search.models import SearchEntry

pytestmark = pytest.mark.django_db


def known() -> dict:
    fields = (
        "title",
        "text",
        "url",
        "is_solved",
        "score",
        "space",
        "created_at",
        "updated_at",
        "document",
        "title_words",
        "board",
        "tags",
        "opening",
        "solution",
        "marks",
        "language",
    )
    return {
        (row["kind"], row["object_id"]): row
        for row in SearchEntry.objects.values("kind", "object_id", *fields)
    }


def act_at_random(chance: random.Random, people, manager, board) -> None:
    """One thing that people do, to something that is there; what the rules refuse is not done."""
    by, topics, posts = chance.choice(people), list(Topic.objects.all()), list(Post.objects.all())
    verb = chance.choice(
        [
            "open",
            "reply",
            "reply",
            "edit",
            "delete",
            "restore",
            "hide",
            "unhide",
            "solve",
            "unsolve",
            "thank",
            "move",
            "retitle",
            "retag",
            "rekind",
            "merge",
            "split",
            "undo",
        ]
    )
    word = chance.choice(["grinder", "kettle", "gasket", "pump"])
    post = chance.choice(posts) if posts else None
    try:
        if verb == "open" or post is None:
            actions.open_topic(
                author=by,
                board=board,
                kind="question",
                title=f"My {word}",
                source=word,
                tags=[word],
            )
        elif verb == "reply":
            actions.reply(author=by, topic=chance.choice(topics), source=f"Your {word}")
        elif verb == "edit":
            actions.edit_post(by=post.author, post=post, source=f"Now {word} {chance.random()}")
        elif verb == "delete":
            actions.delete_post(by=post.author, post=post)
        elif verb == "restore":
            actions.restore_post(by=post.author, post=post)
        elif verb == "hide":
            actions.hide_post(by=manager, post=post, reason="Spam")
        elif verb == "unhide":
            actions.unhide_post(by=manager, post=post)
        elif verb == "solve":
            actions.mark_solution(by=post.topic.author, post=post)
        elif verb == "unsolve" and (held := Solution.objects.in_force().first()):
            actions.withdraw_solution(by=held.topic.author, post=held.post)
        elif verb == "thank":
            actions.thank(by=by, post=post)
        else:
            curate_at_random(verb, chance, manager, chance.choice(topics), word)
    except NotAllowed:
        return


def curate_at_random(verb, chance: random.Random, manager, topic, word) -> None:
    topic.refresh_from_db()
    match verb:
        case "move":
            board = chance.choice(list(Board.objects.all()))
            changing.move_topic(by=manager, topic=topic, board=board, reason="Fits better")
        case "retitle":
            changing.retitle_topic(by=manager, topic=topic, title=f"Their {word}")
        case "retag":
            changing.retag_topic(by=manager, topic=topic, tags=[word, "other"])
        case "rekind":
            changing.change_kind(by=manager, topic=topic, kind="discussion")
        case "merge":
            into = chance.choice(list(Topic.objects.all()))
            merging.merge_topics(by=manager, topics=[topic], into=into, reason="The same")
        case "split":
            posts = list(topic.posts.filter(number__gt=1)[:2])
            merging.split_topic(
                by=manager, topic=topic, posts=posts, title=f"Split {word}", reason="Another matter"
            )
        case "undo" if done := Curation.objects.order_by("?").first():
            undo_curation(by=manager, curation=done)


@pytest.mark.parametrize("seed", range(8))
def test_index_equals_a_rebuild(member, outsider, newcomer, manager, board, private_board, seed):
    chance = random.Random(seed)
    for _ in range(45):
        act_at_random(chance, [member, outsider, newcomer], manager, board)
        if chance.random() < 0.3:
            waiting = list(Event.objects.unsettled().values_list("pk", flat=True))
            chance.shuffle(waiting)  # workers keep no order
            for event_id in waiting[: chance.randint(1, 5)]:
                deliver(event_id=event_id)
    actions.open_topic(
        author=member, board=board, kind="question", title="The last", source="Word."
    )
    rest = list(Event.objects.unsettled().values_list("pk", flat=True))
    chance.shuffle(rest)
    for event_id in rest:
        deliver(event_id=event_id)
    some = Event.objects.order_by("?").values_list("pk", flat=True)[:10]
    Delivery.objects.filter(event__in=list(some)).update(finished_at=None)
    Event.objects.filter(pk__in=list(some)).update(settled_at=None)
    for event_id in Event.objects.unsettled().values_list(
        "pk", flat=True
    ):  # at least once is twice
        deliver(event_id=event_id)
    before = known()
    assert before
    call_command("rebuild_search", stdout=io.StringIO())
    assert known() == before
    SearchEntry.objects.all().delete()
    call_command("rebuild_search", stdout=io.StringIO())
    assert known() == before


def test_rebuild_takes_out_what_is_no_more_and_says_how_far_it_is(member, board, ask):
    topic = ask(member, board, "Grinder stalls")
    row = SearchEntry.objects.get()
    SearchEntry.objects.create(
        kind="topic", object_id=999, title="Ghost", url="/", created_at=row.created_at, updated_at=row.updated_at
    )  # fmt: skip
    told = io.StringIO()
    call_command("rebuild_search", stdout=told)
    assert list(SearchEntry.objects.values_list("object_id", flat=True)) == [topic.pk]
    assert "topic: 1 read" in told.getvalue()
    assert "1 things can be found" in told.getvalue()
