"""Topics are kept in order: pinned, closed, archived, moved, renamed. Each act is a record, and undone by one act."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Role
from core.rules import NotAllowed
from events.models import Event
from forums import actions
from forums.curating.changing import change_kind, move_topic, retag_topic, retitle_topic
from forums.curating.holding import archive_topic, close_topic, end_due_pins, pin_topic
from forums.curating.undoing import undo_curation
from forums.models import Board, Curation, Solution, Topic
from spaces.models import Space, SpaceRole
from tests.cast import make_member

WHY = "It was answered."


@pytest.fixture
def topic(member, board) -> Topic:
    return actions.open_topic(
        author=member, board=board, kind="question", title="The Tern drips when idle", source="It drips.",
        tags=["tern"],
    )  # fmt: skip


@pytest.fixture
def other_board(space) -> Board:
    return Board.objects.create(space=space, slug="technique", name="Technique", kinds=["question"])


@pytest.fixture
def other_manager(db):
    """Keeps another space in order, and not this one."""
    keeper = make_member("keeper")
    tea = Space.objects.create(slug="tea", name="Tea")
    SpaceRole.objects.create(space=tea, member=keeper, role=Role.MANAGER)
    return keeper


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def last_event() -> str:
    return Event.objects.order_by("-pk").values_list("kind", flat=True)[0]


ACTS = {
    "pin": lambda by, topic, board: pin_topic(by=by, topic=topic),
    "close": lambda by, topic, board: close_topic(by=by, topic=topic, reason=WHY),
    "archive": lambda by, topic, board: archive_topic(by=by, topic=topic, reason=WHY),
    "move": lambda by, topic, board: move_topic(by=by, topic=topic, board=board, reason=WHY),
    "title": lambda by, topic, board: retitle_topic(by=by, topic=topic, title="Why does the Tern drip?"),
    "tags": lambda by, topic, board: retag_topic(by=by, topic=topic, tags=["seal", "tern"]),
    "kind": lambda by, topic, board: change_kind(by=by, topic=topic, kind="discussion"),
}  # fmt: skip
FACTS = {
    "pin": ("Pinned", "Unpinned"), "close": ("Closed", "Reopened"), "archive": ("Archived", "Unarchived"),
    "move": ("Moved", "Moved"), "title": ("Retitled", "Retitled"), "tags": ("Retagged", "Retagged"),
    "kind": ("KindChanged", "KindChanged"),
}  # fmt: skip


def shown(topic: Topic) -> tuple:
    topic = fresh(topic)
    return (
        topic.title, topic.slug, topic.kind, topic.board_id, topic.space_id, sorted(topic.tags.names()),
        topic.tag_names, topic.pinned_at is None, topic.closed_at is None, topic.archived_at is None,
        topic.solved_at, topic.curated_at is None,
    )  # fmt: skip


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_a_record_and_is_undone_by_one_act(act, topic, manager, other_board):
    before = shown(topic)
    curation = ACTS[act](manager, topic, other_board)
    assert shown(topic) != before
    assert (curation.kind, curation.by, curation.is_undone) == (act, manager, False)
    assert last_event() == f"forums.Topic{FACTS[act][0]}"
    undone = undo_curation(by=manager, curation=curation)
    assert shown(topic) == before
    assert (undone.undone_by, undone.is_undone) == (manager, True)
    assert last_event() == f"forums.Topic{FACTS[act][1]}"
    events = Event.objects.count()
    undo_curation(by=manager, curation=curation)
    assert Event.objects.count() == events, "undoing twice changes nothing more"


@pytest.mark.parametrize("act", ACTS)
def test_others_may_not(act, topic, outsider, newcomer, visitor, other_manager, other_board):
    before = shown(topic)
    for who in (outsider, newcomer, visitor, other_manager):
        with pytest.raises(NotAllowed):
            ACTS[act](who, topic, other_board)
    assert shown(topic) == before
    assert not Curation.objects.exists()


@pytest.mark.parametrize("act", ACTS)
def test_others_may_not_undo(act, topic, manager, outsider, visitor, other_manager, other_board):
    curation = ACTS[act](manager, topic, other_board)
    regular = make_member("regular", trust=3)
    for who in (outsider, visitor, other_manager, regular):
        with pytest.raises(NotAllowed):
            undo_curation(by=who, curation=curation)
    assert not fresh(curation).is_undone


@pytest.mark.parametrize("act", ACTS)
def test_experienced_members_do_the_small_things(act, topic, other_board):
    regular = make_member("regular", trust=3)
    if act in Curation.SMALL:
        curation = ACTS[act](regular, topic, other_board)
        undo_curation(by=regular, curation=curation)
        return
    with pytest.raises(NotAllowed):
        ACTS[act](regular, topic, other_board)


def test_a_manager_of_the_space_may(topic, space, other_board):
    keeper = make_member("keeper")
    SpaceRole.objects.create(space=space, member=keeper, role=Role.MANAGER)
    close_topic(by=keeper, topic=topic, reason=WHY)
    assert fresh(topic).closed_at


def test_authors_word_their_own_topics(topic, member, other_board):
    retitle_topic(by=member, topic=topic, title="Why does the Tern drip?")
    retag_topic(by=member, topic=topic, tags=["seal"])
    for act in ("close", "pin", "move", "kind", "archive"):
        with pytest.raises(NotAllowed):
            ACTS[act](member, topic, other_board)


def test_a_closed_topic_takes_replies_of_managers_alone(topic, manager, outsider, member):
    close_topic(by=manager, topic=topic, reason=WHY)
    for who in (outsider, member):
        with pytest.raises(NotAllowed, match="closed"):
            actions.reply(author=who, topic=topic, source="One more thing.")
    actions.reply(author=manager, topic=topic, source="See the new topic.")


def test_an_archived_topic_does_not_change(topic, manager, outsider, member):
    answer = actions.reply(author=outsider, topic=topic, source="The gasket.")
    archive_topic(by=manager, topic=topic, reason=WHY)
    answer = fresh(answer)
    for act in (
        lambda: actions.reply(author=manager, topic=topic, source="More."),
        lambda: actions.edit_post(by=outsider, post=answer, source="Another."),
        lambda: actions.delete_post(by=outsider, post=answer),
        lambda: actions.thank(by=member, post=answer),
        lambda: actions.mark_solution(by=member, post=answer),
        lambda: close_topic(by=manager, topic=topic, reason=WHY),
        lambda: retitle_topic(by=manager, topic=topic, title="Something else"),
    ):
        with pytest.raises(NotAllowed, match="archived"):
            act()


def test_closing_twice_is_closing_once(topic, manager):
    assert close_topic(by=manager, topic=topic, reason=WHY) == close_topic(
        by=manager, topic=topic, reason="Again."
    )
    assert Curation.objects.count() == 1


def test_the_database_refuses_two_that_hold_and_one_without_a_reason(topic, manager):
    close_topic(by=manager, topic=topic, reason=WHY)
    for bad in ({"kind": "close", "reason": "x"}, {"kind": "archive", "reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Curation.objects.create(topic=topic, by=manager, **bad)


def test_a_change_under_a_later_one_is_not_undone(topic, manager):
    first = retitle_topic(by=manager, topic=topic, title="The first title")
    second = retitle_topic(by=manager, topic=topic, title="The second title")
    with pytest.raises(NotAllowed, match="changed again"):
        undo_curation(by=manager, curation=first)
    undo_curation(by=manager, curation=second)
    undo_curation(by=manager, curation=first)
    assert fresh(topic).title == "The Tern drips when idle"


def test_the_same_title_or_tags_leave_no_record(topic, manager):
    assert retitle_topic(by=manager, topic=topic, title=topic.title) is None
    assert retag_topic(by=manager, topic=topic, tags=["tern"]) is None
    assert change_kind(by=manager, topic=topic, kind="question") is None


def test_solutions_wait_while_a_question_is_a_discussion(topic, manager, member, outsider):
    answer = actions.reply(author=outsider, topic=topic, source="The gasket.")
    actions.mark_solution(by=member, post=answer)
    solved_at = fresh(topic).solved_at
    curation = change_kind(by=manager, topic=topic, kind="discussion")
    assert fresh(topic).solved_at is None
    assert not Solution.objects.in_force().exists()
    undo_curation(by=manager, curation=curation)
    assert fresh(topic).solved_at == solved_at
    assert Solution.objects.in_force().get().post == answer


def test_a_board_takes_its_kinds_alone(topic, manager, space):
    ideas = Board.objects.create(space=space, slug="ideas", name="Ideas", kinds=["idea"])
    with pytest.raises(NotAllowed, match="no topics of this kind"):
        move_topic(by=manager, topic=topic, board=ideas, reason=WHY)


def test_who_keeps_one_of_two_spaces_moves_nothing_over(topic, space, private_board):
    keeper = make_member("keeper")
    SpaceRole.objects.create(space=space, member=keeper, role=Role.MANAGER)
    with pytest.raises(NotAllowed, match="one of the two"):
        move_topic(by=keeper, topic=topic, board=private_board, reason=WHY)


def test_what_another_moved_over_is_not_brought_back_by_half(topic, space, manager, private_space):
    target = Board.objects.create(space=private_space, slug="lab", name="Lab", kinds=["question"])
    curation = move_topic(by=manager, topic=topic, board=target, reason=WHY)
    assert fresh(topic).space == private_space
    keeper = make_member("keeper")
    SpaceRole.objects.create(space=private_space, member=keeper, role=Role.MANAGER)
    with pytest.raises(NotAllowed, match="another space"):
        undo_curation(by=keeper, curation=curation)


def test_a_pin_ends_by_itself(topic, manager, board, space):
    tomorrow = timezone.now() + timedelta(days=1)
    curation = pin_topic(by=manager, topic=topic, in_space=True, until=tomorrow)
    assert fresh(topic).pinned_at and fresh(topic).is_pinned_in_space
    assert end_due_pins() == 0
    Curation.objects.filter(pk=curation.pk).update(until=timezone.now() - timedelta(minutes=1))
    assert (end_due_pins(), end_due_pins()) == (1, 0)
    assert fresh(topic).pinned_at is None
    assert fresh(curation).is_undone and fresh(curation).undone_by is None


def test_pinned_again_it_is_pinned_once(topic, manager, space, board):
    pin_topic(by=manager, topic=topic, in_space=True)
    pin_topic(by=manager, topic=topic)
    assert Curation.objects.in_force().count() == 1
    assert fresh(topic).pinned_at and not fresh(topic).is_pinned_in_space


def test_titles_of_who_took_their_words_along_are_forgotten(topic, member, manager, outsider):
    curation = retitle_topic(by=manager, topic=topic, title="Why does the Tern drip?")
    actions.forget_author(member=member, takes_posts=True)
    assert "Tern" not in str(fresh(curation).before) + str(fresh(curation).after)
    with pytest.raises(NotAllowed):
        undo_curation(by=manager, curation=fresh(curation))
