"""The front page puts first what fits somebody, only while they agree to it."""

import pytest

from accounts.actions import give_consent, withdraw_consent
from forums.actions import open_topic, reply
from forums.models import Board

pytestmark = pytest.mark.django_db
OLD, NEAR = "Why does it leak?", "Which bean is this?"


@pytest.fixture
def far_and_near(member, outsider, space, board):
    """An old question on a board the member never wrote on, a newer one where they did."""
    beans = Board.objects.create(space=space, slug="beans", name="Beans", kinds=["question"])
    ask = {"author": outsider, "kind": "question", "source": "Please help."}
    open_topic(board=board, title=OLD, **ask)
    reply(author=member, topic=open_topic(board=beans, title="Old", **ask), source="This one.")
    open_topic(board=beans, title=NEAR, **ask)


def waiting(client) -> list[str]:
    return [shown.row.title for shown in client.get("/").context["waiting"]]


def test_their_boards_come_first_with_consent(client, member, far_and_near):
    client.force_login(member)
    assert waiting(client) == [OLD, NEAR]
    client.post("/me/privacy/consents/", {"purpose": "personalisation"})
    assert waiting(client) == [NEAR, OLD]
    assert "Chosen by where you write" in client.get("/").content.decode()


def test_everybodys_order_once_taken_back(client, member, far_and_near):
    client.force_login(member)
    client.post("/me/privacy/consents/", {"purpose": "personalisation"})
    client.post("/me/privacy/withdrawals/", {"purpose": "personalisation"})
    assert waiting(client) == [OLD, NEAR]


def test_global_privacy_control_is_a_no_here_too(client, member, far_and_near):
    give_consent(member=member, browser_id=None, purposes=["personalisation"], place="privacy")
    client.force_login(member)
    page = client.get("/", headers={"sec-gpc": "1"})
    assert [shown.row.title for shown in page.context["waiting"]] == [OLD, NEAR]


def test_other_devices_learn_of_it(client, member, far_and_near):
    """Taken back elsewhere: this device asks the ledger when its answer is no longer fresh."""
    give_consent(member=member, browser_id=None, purposes=["personalisation"], place="privacy")
    withdraw_consent(member=member, browser_id=None, purposes=["personalisation"])
    client.force_login(member)
    assert waiting(client) == [OLD, NEAR]
