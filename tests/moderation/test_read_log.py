import pytest
from django.urls import reverse

from forums.actions import reply
from forums.curating.changing import move_topic
from forums.models import Board
from moderation.actions import hide_post, hide_reported_post, keep_reported_post, report_post
from moderation.models import ModerationAct
from spaces.models import SpaceRole
from tests.cast import make_member

LOG = "/moderation/log/"


@pytest.fixture
def act(post, member, manager):
    report_post(reporter=member, post=post, reason="unkind", note="SECRET NOTE")
    return hide_reported_post(by=manager, post=post, reason="Insults a member.")


def test_every_member_reads_what_was_decided_and_why(client, newcomer, act):
    client.force_login(newcomer)
    page = client.get(LOG).content.decode()

    assert "Insults a member." in page
    assert "hid a post" in page
    assert "Manager" in page


@pytest.mark.parametrize("who", ["newcomer", "agent", "executive", "administrator", "evangelist"])
def test_log_never_shows_the_words_nor_who_reported(client, request, who, act, member, outsider):
    client.force_login(request.getfixturevalue(who))
    for address in (LOG, act.get_absolute_url()):
        page = client.get(address).content.decode()
        assert "CANARY" not in page
        assert "SECRET NOTE" not in page
        assert member.name not in page
        assert outsider.name not in page


def test_visitor_is_asked_to_sign_in(client, act):
    for address in (LOG, act.get_absolute_url()):
        assert client.get(address).status_code == 302


def test_acts_of_a_private_space_are_for_those_who_see_it(
    client, outsider, insider, manager, private_post, newcomer
):
    # about somebody else's post, so that authorship does not open the door
    private_post = reply(author=insider, topic=private_post.topic, source="More plans.")
    act = hide_post(by=manager, post=private_post, reason="Reveals a date.")

    client.force_login(outsider)
    assert "Reveals a date." not in client.get(LOG).content.decode()
    assert client.get(act.get_absolute_url()).status_code == 404
    assert client.post(reverse("moderation:undo", args=[act.pk])).status_code == 404

    client.force_login(insider)
    assert "Reveals a date." in client.get(LOG).content.decode()


def test_author_sees_the_reason_and_their_own_words(client, outsider, act):
    client.force_login(outsider)
    page = client.get(act.get_absolute_url()).content.decode()

    assert "Insults a member." in page
    assert "CANARY" in page
    assert "SECRET NOTE" not in page


def test_manager_sees_the_words_and_the_reports(client, manager, act):
    client.force_login(manager)
    page = client.get(act.get_absolute_url()).content.decode()

    assert "CANARY" in page
    assert "SECRET NOTE" in page


def test_broken_page_token_is_not_found(client, newcomer, act):
    client.force_login(newcomer)

    assert client.get(LOG, {"after": "W10"}).status_code == 404


def test_the_log_of_a_place_tells_nothing_of_where_a_post_went_since(
    client, post, member, newcomer, manager, private_board
):
    """Kept in public, moved to a private space: its title and its words are that space's."""
    report_post(reporter=member, post=post, reason="unkind")
    keep_reported_post(by=manager, post=post, reason="Frank, not rude.")
    topic = post.topic
    here, place = topic.space, make_member("keeper")
    SpaceRole.objects.create(space=here, member=place, role="manager")
    client.force_login(newcomer)
    assert topic.title in client.get(LOG).content.decode()
    board = Board.objects.get(pk=private_board.pk)
    Board.objects.filter(pk=board.pk).update(kinds=["question", "discussion", "idea"])
    board.refresh_from_db()
    move_topic(by=manager, topic=topic, board=board, reason="Theirs.")
    for reader in (newcomer, place):
        client.force_login(reader)
        for address in (LOG, ModerationAct.objects.get(kind="keep").get_absolute_url()):
            page = client.get(address).content.decode()
            assert "Frank, not rude." in page
            assert topic.title not in page and "CANARY" not in page, reader
    client.force_login(manager)
    assert topic.title in client.get(LOG).content.decode()
