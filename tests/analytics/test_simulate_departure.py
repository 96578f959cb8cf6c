"""What is left if somebody leaves: counted from the same answers, opened to the same questions, named with purpose."""

import re

import pytest

from accounts.models import Role
from analytics.health.departure import Answering
from analytics.lens import Lens
from analytics.periods import last_days
from forums.models import Board
from spaces.models import SpaceRole
from tests.analytics.conftest import BACKEND, accept, answer, ask, body, hours_ago
from tests.cast import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered(board, evangelist):
    """Forty questions: the evangelist answers thirty within an hour, ten of them with Anna a day later; Anna ten alone; Ben two."""
    anna, ben = make_member("anna"), make_member("ben")
    for index in range(40):
        topic = ask(
            make_member(f"asker{index}"), board, at=hours_ago(1000 - index), title=f"Q {index}"
        )
        if index < 30:
            post = answer(topic, evangelist, at=hours_ago(999 - index))
            if index < 12:
                accept(topic, post)
        if index < 10 or index >= 30:
            answer(topic, anna, at=hours_ago(976 - index))
        if index < 2:
            answer(topic, ben, at=hours_ago(900))
    return evangelist, anna, ben


def reading(board, **more):
    return Answering(
        Lens(last_days(90), space=board.space_id), board.space, says_names=True, **more
    )


def test_without_the_evangelist(board, answered):
    evangelist, anna, _ben = answered
    answering = reading(board)
    assert [(each.member_id, each.answers, each.solved) for each in answering.helpers] == [
        (evangelist.pk, 30, 12), (anna.pk, 20, 0),
    ]  # fmt: skip
    found = answering.without(answering.chosen([1]))
    assert (found.answers, found.answers_left, found.only_theirs) == (52, 22, 20)
    assert answering.topics_only_theirs(answering.chosen([1])).count() == 20
    assert found.factor.value == 1 and found.factor_left.value is None, "22 answers are too few"
    assert found.wait.value == pytest.approx(3600, abs=5)
    assert found.wait_left.value is None or found.wait_left.value > 20 * 3600
    (stand_in,) = found.stand_ins
    assert (stand_in.helper.member_id, stand_in.answers, stand_in.boards) == (
        anna.pk,
        20,
        [board.name],
    )


def test_without_both_nobody_is_left(board, answered):
    answering = reading(board)
    found = answering.without(answering.chosen([1, 2]))
    assert found.answers_left == 2 and found.stand_ins == [] and found.only_theirs == 38


def test_who_answers_elsewhere_is_no_stand_in(board, answered):
    other = Board.objects.create(space=board.space, slug="b", name="B", kinds=["question"])
    carla = make_member("carla")
    for index in range(9):
        answer(ask(make_member(f"more{index}"), other, at=hours_ago(100)), carla, at=hours_ago(99))
    answering = reading(board)
    found = answering.without(answering.chosen([1]))
    assert carla.pk in {each.member_id for each in answering.helpers}
    assert carla.pk not in {each.helper.member_id for each in found.stand_ins}


def test_names_are_said_to_those_who_would_ask_them(client, board, answered, manager, executive):
    evangelist, anna, ben = answered
    page = "/insights/health/home-espresso/leaving/?days=90"
    for person, sees_anna in ((manager, True), (evangelist, True), (executive, False)):
        client.force_login(person, backend=BACKEND)
        said = body(client.get(page)).split("<main")[1]
        assert evangelist.name in said, "it is their work"
        assert (anna.name in said) == sees_anna
        assert ben.name not in said, "two answers are few"
        assert str(anna.pk) not in re.findall(r'name="without" value="(\d+)"', said)
    SpaceRole.objects.create(space=board.space, member=anna, role=Role.MANAGER)
    assert anna.name in body(client.get(page))


def test_the_page_opens_to_the_questions_nobody_else_answered(client, board, answered, executive):
    client.force_login(executive, backend=BACKEND)
    page = body(client.get("/insights/health/home-espresso/leaving/?without=1&days=90"))
    link = re.search(r'href="([^"]*leaving/questions/[^"]*)">(\d+)<', page)
    assert link[2] == "20"
    rows = body(client.get(link[1].replace("&amp;", "&")))
    assert 'data-rows="20"' in rows and rows.count('<li class="row">') == 20 and "Q 15" in rows
    for odd in ("without=99", "without=x", "without=-1", "without=" + "9" * 40):
        assert client.get(f"/insights/health/home-espresso/leaving/?{odd}").status_code == 200


def test_without_answers_there_is_nothing_to_choose(client, space, executive):
    client.force_login(executive, backend=BACKEND)
    page = client.get("/insights/health/home-espresso/leaving/")
    assert page.status_code == 200 and b"Too few answers" in page.content
