"""A space past its tipping point: what is seen, what would go where, the act and its undo."""

from datetime import timedelta
from itertools import combinations

import pytest
from django.urls import reverse

from accounts.models import Member, RoleGrant
from analytics.health.tipping import course, doing, proposing, reading, value
from analytics.models import Split, SplitTopic
from analytics.periods import midnight
from core.rules import NotAllowed
from forums.boards.keeping import change_board
from forums.curating.changing import move_topic
from forums.models import Board, Topic
from notifications.models import Subscription
from spaces.models import Membership, Space, SpaceRole
from spaces.rules import holds_role
from tests.analytics.conftest import BACKEND, answer, ask, hours_ago
from tests.cast import make_member

pytestmark = pytest.mark.django_db
EACH = 12


def circle(board: Board, name: str, tag: str) -> list[Member]:
    """So many members who all answered one another, in conversations with a tag."""
    people = [make_member(f"{name}{number}") for number in range(EACH)]
    for one, other in combinations(people, 2):
        topic = ask(one, board, at=hours_ago(48), title=f"About {tag}", tag_names=[tag])
        answer(topic, other, at=hours_ago(47))
    return people


@pytest.fixture
def halves(board: Board) -> tuple[list[Member], list[Member]]:
    """Two circles on one board; a single conversation joins them."""
    grinders, machines = circle(board, "grinder", "grinders"), circle(board, "machine", "machines")
    bridge = ask(grinders[0], board, at=hours_ago(30), title="Both")
    answer(bridge, machines[0], at=hours_ago(29))
    return grinders, machines


@pytest.fixture
def proposed(halves, space: Space, manager: Member) -> Split:
    doing.ask_for_split(by=manager, space=space)
    doing.run_splits()
    return Split.objects.get()


def begin(split: Split, by: Member) -> Split:
    part = split.parts.get(leaves=True)
    return doing.begin_split(by=by, split=split, names={part.number: "Machines apart"}, reason="Too many.")  # fmt: skip


def looked_at(split: Split) -> dict[str, int]:
    """As the form says which proposal it is about."""
    return {"split": split.pk}


@pytest.fixture
def done(proposed: Split, manager: Member) -> Split:
    begin(proposed, manager)
    doing.run_splits()
    proposed.refresh_from_db()
    return proposed


def test_circles_are_told_apart_with_their_conversations(proposed, halves):
    assert proposed.stage == Split.Stage.PROPOSED
    first, second = proposed.parts.all()
    assert {first.members, second.members} == {EACH}
    assert {first.name, second.name} == {"Grinders", "Machines"}
    for part in (first, second):
        tags = {tuple(row.topic.tag_names) for row in part.topic_rows.select_related("topic")}
        assert len(tags - {()}) == 1, "conversations of one circle in each part"
        assert part.topics == part.topic_rows.count()
    assert first.topics + second.topics == Topic.objects.count()


def test_where_everybody_answers_everybody_nothing_is_proposed(board, space, manager):
    circle(board, "one", "tea")
    doing.ask_for_split(by=manager, space=space)
    doing.run_splits()
    assert Split.objects.get().stage == Split.Stage.NO_CUT


def test_one_act_moves_them_and_another_brings_them_back(done, board, manager):
    part = done.parts.get(leaves=True)
    went = set(part.topic_rows.values_list("topic", flat=True))
    assert done.stage == Split.Stage.DONE
    assert set(part.board.topics.values_list("pk", flat=True)) == went
    assert part.board.parent == board and part.board.name == "Machines apart"

    doing.undo_split(by=manager, split=done)
    doing.run_splits()
    done.refresh_from_db()
    assert done.stage == Split.Stage.UNDONE
    assert board.topics.count() == Topic.objects.count()
    assert not Board.objects.filter(name="Machines apart").exists(), "an empty board goes, too"


def test_nobody_reads_more_or_less_than_before(proposed, space, manager, outsider, visitor):
    people = [visitor, outsider, manager]
    before = [set(Topic.objects.visible_to(each).values_list("pk", flat=True)) for each in people]
    begin(proposed, manager)
    doing.run_splits()
    after = [set(Topic.objects.visible_to(each).values_list("pk", flat=True)) for each in people]
    assert after == before


def test_private_boards_and_those_with_rules_of_their_own_stay(halves, space, manager):
    grinders, machines = halves
    for settings in ({"is_private": True}, {"replies_by": "trust_2"}, {"slow_seconds": 60}):
        kept = Board.objects.create(
            space=space,
            slug=f"kept-{min(settings)[:4].replace('_', '-')}",
            name="Kept",
            kinds=["question"],
            **settings,
        )
        topic = ask(machines[0], kept, at=hours_ago(20))
        answer(topic, machines[1], at=hours_ago(19))
    doing.ask_for_split(by=manager, space=space)
    doing.run_splits()
    assert not SplitTopic.objects.filter(topic__board__name="Kept").exists()


def test_what_was_closed_since_the_proposal_stays_closed(proposed, board, manager):
    begin(proposed, manager)
    change_board(by=manager, board=board, is_private=True, reason="Testers only.")
    doing.run_splits()
    proposed.refresh_from_db()
    assert proposed.stage == Split.Stage.DONE
    assert reading.progress(proposed).done == 0
    assert not proposed.parts.get(leaves=True).board.topics.exists()


def test_whoever_lost_the_right_meanwhile_moves_nothing(proposed, manager):
    begin(proposed, manager)
    manager.role_grants.update(withdrawn_at=hours_ago(0))
    doing.run_splits()
    assert reading.progress(Split.objects.get()).done == 0


def test_a_worker_that_died_is_gone_on_from(proposed, manager, monkeypatch):
    begin(proposed, manager)
    real, moved = doing._settle, []

    def dies(*args):
        if len(moved) == 5:
            raise SystemExit
        moved.append(args)
        return real(*args)

    monkeypatch.setattr(doing, "_settle", dies)
    with pytest.raises(SystemExit):
        doing.run_splits()
    assert reading.progress(Split.objects.get()).done == 5
    monkeypatch.setattr(doing, "_settle", real)
    doing.run_splits()
    part = proposed.parts.get(leaves=True)
    assert part.board.topics.count() == part.topics
    assert Split.objects.get().stage == Split.Stage.DONE


def test_what_was_moved_again_since_stays_when_it_is_undone(done, space, manager):
    other = Board.objects.create(space=space, slug="other", name="Other", kinds=["question"])
    topic = done.parts.get(leaves=True).board.topics.first()
    move_topic(by=manager, topic=topic, board=other, reason="Belongs there.")
    doing.undo_split(by=manager, split=done)
    doing.run_splits()
    topic.refresh_from_db()
    assert topic.board == other
    done.refresh_from_db()
    assert reading.progress(done).refused == 1


def test_what_began_on_the_new_board_keeps_it(done, member, manager):
    board = done.parts.get(leaves=True).board
    newer = ask(member, board)
    doing.undo_split(by=manager, split=done)
    doing.run_splits()
    assert list(board.topics.all()) == [newer]


@pytest.fixture
def founder(manager: Member) -> Member:
    """Keeps the spaces, and makes new ones."""
    RoleGrant.objects.create(member=manager, role="administrator")
    return Member.objects.get(pk=manager.pk)


def test_a_part_may_become_a_space_with_the_same_readers_and_keepers(
    private_space, private_board, founder, insider, outsider
):
    circle(private_board, "grinder", "grinders")
    circle(private_board, "machine", "machines")
    keeper = make_member("keeper")
    SpaceRole.objects.create(space=private_space, member=keeper, role="manager")
    Membership.objects.create(space=private_space, member=keeper)
    doing.ask_for_split(by=founder, space=private_space)
    doing.run_splits()
    split = Split.objects.get()
    names = {2: "Machines apart"}
    doing.begin_split(by=founder, split=split, names=names, reason="Too many.", into="space")
    doing.run_splits()
    made = Space.objects.get(name="Machines apart")
    assert Topic.objects.filter(space=made).count() == split.parts.get(number=2).topics
    readers = {person: Topic.objects.visible_to(person).count() for person in (insider, outsider)}
    assert readers == {insider: Topic.objects.count(), outsider: 0}
    assert holds_role(keeper, made, "manager")

    doing.undo_split(by=founder, split=split)
    doing.run_splits()
    assert private_board.topics.count() == Topic.objects.count()
    assert not Board.objects.filter(space=made).exists()


def test_a_space_that_was_opened_to_more_people_takes_nothing_in(
    private_space, private_board, founder, outsider
):
    circle(private_board, "grinder", "grinders")
    circle(private_board, "machine", "machines")
    doing.ask_for_split(by=founder, space=private_space)
    doing.run_splits()
    split = Split.objects.get()
    doing.begin_split(by=founder, split=split, names={2: "Apart"}, reason="Too many.", into="space")
    Membership.objects.create(space=Space.objects.get(name="Apart"), member=outsider)
    doing.run_splits()
    assert not Topic.objects.visible_to(outsider).exists()


def test_managers_who_make_no_spaces_make_boards_alone(proposed, manager, space, client):
    with pytest.raises(NotAllowed):
        doing.begin_split(by=manager, split=proposed, names={2: "Apart"}, reason="…", into="space")
    client.force_login(manager, backend=BACKEND)
    data = {"goes_2": "on", "name_2": "Apart", "reason": "Too many.", "into": "space"} | looked_at(
        proposed
    )
    client.post(reverse("analytics:split", args=[space.slug]), data)
    assert Board.objects.get(name="Apart").space == space


def test_what_was_chosen_in_an_older_proposal_parts_nothing(proposed, manager, space, client):
    client.force_login(manager, backend=BACKEND)
    address = reverse("analytics:split", args=[space.slug])
    assert f'name="split" value="{proposed.pk}"' in client.get(address).content.decode()
    doing.ask_for_split(by=manager, space=space)  # in the other tab
    doing.run_splits()
    newer = Split.objects.get()
    data = {"goes_2": "on", "name_2": "Apart", "reason": "Too many."}
    for about in ({"split": proposed.pk}, {}, {"split": "x"}):
        assert client.post(address, data | about)["Location"] == address
    assert not Board.objects.filter(name="Apart").exists()
    assert client.post(address, data | looked_at(newer))["Location"] != address
    assert client.post(address, data | looked_at(newer))["Location"] == address, "pressed twice"
    assert Board.objects.filter(name="Apart").count() == 1


def test_what_was_closed_since_is_not_brought_back_into_the_open(done, manager, outsider):
    part = done.parts.get(leaves=True)
    change_board(by=manager, board=part.board, is_private=True, reason="Testers only.")
    closed = set(part.board.topics.values_list("pk", flat=True))
    doing.undo_split(by=manager, split=done)
    doing.run_splits()
    assert closed and set(part.board.topics.values_list("pk", flat=True)) == closed
    assert not Topic.objects.visible_to(outsider).filter(pk__in=closed).exists()
    assert reading.progress(Split.objects.get()).refused == len(closed)


def test_a_new_space_that_was_closed_keeps_what_went_there(halves, space, founder, outsider):
    doing.ask_for_split(by=founder, space=space)
    doing.run_splits()
    split = Split.objects.get()
    doing.begin_split(by=founder, split=split, names={2: "Apart"}, reason="Too many.", into="space")
    doing.run_splits()
    made = Space.objects.get(name="Apart")
    Space.objects.filter(pk=made.pk).update(visibility=Space.Visibility.PRIVATE)
    doing.undo_split(by=founder, split=split)
    doing.run_splits()
    assert made.topics.count() == split.parts.get(number=2).topics
    assert not Topic.objects.visible_to(outsider).filter(space=made).exists()


def test_an_undo_by_who_lost_the_right_ends_and_holds_up_no_other(halves, space, founder):
    doing.ask_for_split(by=founder, space=space)
    doing.run_splits()
    split = Split.objects.get()
    doing.begin_split(by=founder, split=split, names={2: "Apart"}, reason="Too many.", into="space")
    doing.undo_split(by=founder, split=split)
    founder.role_grants.filter(role="administrator").update(withdrawn_at=hours_ago(0))
    doing.run_splits()
    split.refresh_from_db()
    assert split.stage == Split.Stage.UNDONE


def test_followers_of_a_board_follow_what_was_taken_from_it(proposed, board, member, manager):
    Subscription.objects.create(member=member, board=board)
    begin(proposed, manager)
    doing.run_splits()
    new = proposed.parts.get(leaves=True).board
    assert Subscription.objects.in_force().filter(member=member, board=new).exists()


def test_evangelists_see_it_and_managers_do_it(proposed, evangelist, executive, outsider, client):
    for person in (evangelist, executive, outsider):
        with pytest.raises(NotAllowed):
            begin(proposed, person)
        with pytest.raises(NotAllowed):
            doing.undo_split(by=person, split=proposed)
        with pytest.raises(NotAllowed):
            doing.ask_for_split(by=person, space=proposed.space)


def test_one_part_has_to_stay(proposed, manager):
    with pytest.raises(NotAllowed):
        doing.begin_split(by=manager, split=proposed, names={1: "One", 2: "Two"}, reason="Both.")


def test_a_page_from_the_proposal_to_the_undo(proposed, space, manager, client):
    client.force_login(manager, backend=BACKEND)
    address = reverse("analytics:split", args=[space.slug])
    page = client.get(address).content.decode()
    assert "Grinders" in page and "Machines" in page and f"{EACH} members" in page
    going = proposed.parts.get(leaves=True)
    assert (
        client.post(address, {f"goes_{going.number}": "on"} | looked_at(proposed)).status_code
        == 422
    )
    data = {f"goes_{going.number}": "on", f"name_{going.number}": "Apart", "reason": "Too many."}
    data |= looked_at(proposed)
    record = client.post(address, data)["Location"]
    assert "0 of" in client.get(record).content.decode()
    doing.run_splits()
    assert f"{going.topics} conversations were moved" in client.get(record).content.decode()
    assert client.post(f"{record}undo/").status_code == 302
    doing.run_splits()
    assert f"{going.topics} conversations were brought back" in client.get(record).content.decode()


def test_a_part_opens_to_as_many_conversations_as_it_says(proposed, space, manager, client):
    client.force_login(manager, backend=BACKEND)
    for part in proposed.parts.all():
        address = reverse("analytics:split_part", args=[space.slug, proposed.pk, part.number])
        assert f'data-rows="{part.topics}"' in client.get(address).content.decode()


def test_weeks_count_what_members_give_one_another(space, board, manager):
    asker, helper, other = (make_member(name) for name in ("asker", "helper", "other"))
    monday = midnight(value.last_monday())
    first = ask(asker, board, at=monday + timedelta(hours=1))
    answer(first, helper, at=monday + timedelta(hours=2))  # an answer
    answer(first, asker, at=monday + timedelta(hours=3))  # to oneself
    answer(first, manager, at=monday + timedelta(hours=4))  # the company's
    talk = ask(helper, board, at=monday + timedelta(hours=5), kind="discussion")
    answer(talk, asker, at=monday + timedelta(hours=6))  # they have met
    answer(talk, other, at=monday + timedelta(hours=7))  # they have not
    (week,) = value.weeks(space.pk)
    assert (week.people, week.answers, week.known) == (3, 1, 1)
    assert value.posts_of(space.pk, week.first, value.ANSWER).get().author == helper
    assert value.posts_of(space.pk, week.first, value.KNOWN).get().author == asker


def test_weeks_open_to_exactly_their_posts(halves, space, manager, client):
    Topic.objects.update(created_at=midnight(value.last_monday()))
    for topic in Topic.objects.all():
        topic.posts.update(created_at=midnight(value.last_monday()) + timedelta(days=1))
    week = course.reckon(space).weeks[-1]
    client.force_login(manager, backend=BACKEND)
    page = reverse("analytics:split_value_rows", args=[space.slug])
    for kind, number in (("answers", week.answers), ("known", week.known)):
        shown = client.get(f"{page}?only={kind}&week={week.first.isoformat()}").content.decode()
        if number:
            assert f'data-rows="{number}"' in shown
    assert week.answers > 50


def test_weeks_of_few_people_are_not_shown(space, board, manager, client):
    asker, helper = make_member("asker"), make_member("helper")
    topic = ask(asker, board, at=midnight(value.last_monday()))
    answer(topic, helper, at=midnight(value.last_monday()) + timedelta(hours=1))
    week = course.reckon(space).weeks[-1]
    client.force_login(manager, backend=BACKEND)
    page = client.get(reverse("analytics:split", args=[space.slug])).content.decode()
    assert "fewer than 5 people, not shown" in page
    for name in ("rows", "csv"):
        rows = reverse(f"analytics:split_value_{name}", args=[space.slug])
        assert client.get(f"{rows}?only=answers&week={week.first.isoformat()}").status_code == 404
        assert client.get(rows).status_code == 404


def test_conversations_of_a_space_one_may_not_read_have_no_name(
    private_space, private_board, executive, manager, client
):
    circle(private_board, "grinder", "grinders")
    circle(private_board, "machine", "machines")
    Topic.objects.update(title="Prototype seven")
    doing.ask_for_split(by=manager, space=private_space)
    doing.run_splits()
    split = Split.objects.get()
    client.force_login(executive, backend=BACKEND)
    for name, more in (("split", []), ("split_part", [split.pk, 1])):
        page = client.get(reverse(f"analytics:{name}", args=[private_space.slug, *more]))
        assert page.status_code == 200
        assert "Prototype" not in page.content.decode()


def test_proposing_reads_replies_and_posts_as_often_for_many(
    halves, space, manager, django_assert_max_num_queries
):
    doing.ask_for_split(by=manager, space=space)
    with django_assert_max_num_queries(40):
        proposing.work_out(Split.objects.get().pk)
