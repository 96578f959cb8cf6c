"""The pages on which topics are kept in order, what readers are told, and where old addresses lead."""

import pytest

from forums import actions
from forums.curating.changing import move_topic, retitle_topic
from forums.curating.holding import archive_topic, close_topic
from forums.curating.merging import merge_topics, split_topic
from forums.curating.undoing import undo_curation
from forums.models import Board, Curation, Topic
from moderation.models import ModerationAct
from notifications.actions import follow, unfollow
from notifications.models import Notification, Subscription
from tests.cast import make_member
from tests.world import deliver_all

WHY = "It was answered."


@pytest.fixture
def topic(member, board) -> Topic:
    return actions.open_topic(
        author=member, board=board, kind="question", title="The Tern drips when idle", source="It drips."
    )  # fmt: skip


@pytest.fixture
def other(outsider, board) -> Topic:
    return actions.open_topic(
        author=outsider, board=board, kind="question", title="A dripping Tern", source="Mine drips."
    )  # fmt: skip


@pytest.fixture
def technique(space) -> Board:
    return Board.objects.create(space=space, slug="technique", name="Technique", kinds=["question"])


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def page(client, address) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


FORMS = {
    "pin": {"where": "space"},
    "closure": {"reason": WHY},
    "archive": {"reason": WHY},
    "title": {"title": "Why does the Tern drip?"},
    "tags": {"tags": "Seal, tern"},
    "kind": {"kind": "discussion"},
}


@pytest.mark.parametrize("name", FORMS)
def test_a_manager_does_it_and_undoes_it(client, topic, manager, name):
    client.force_login(manager)
    address = f"/topics/{topic.pk}/{name}/"
    assert "<form" in page(client, address)
    answer = client.post(address, FORMS[name])
    assert (answer.status_code, answer["Location"]) == (302, fresh(topic).get_absolute_url())
    curation = Curation.objects.get()
    assert curation.by == manager
    undo = f"/curations/{curation.pk}/undo/"
    assert undo in page(client, answer["Location"]), "the way back stands beside the words"
    assert "Undo" in page(client, undo)
    assert client.post(undo).status_code == 302
    assert fresh(curation).is_undone
    assert (fresh(topic).title, fresh(topic).kind) == (topic.title, topic.kind)
    assert "undone already" in page(client, undo)


def test_moving_by_the_form(client, topic, manager, technique):
    client.force_login(manager)
    client.post(f"/topics/{topic.pk}/board/", {"board": technique.pk, "reason": WHY})
    assert fresh(topic).board == technique


@pytest.mark.parametrize("name", [*FORMS, "board", "merge", "split", "record", "manage"])
def test_others_are_told_why_not(client, topic, outsider, name):
    address = f"/topics/{topic.pk}/{name}/"
    assert client.get(address)["Location"].startswith("/accounts/login/")
    assert client.post(address, FORMS.get(name, {})).status_code in (302, 405)
    client.force_login(outsider)
    assert client.get(address).status_code == 403
    assert client.post(address, FORMS.get(name, {})).status_code in (403, 405)
    assert not Curation.objects.exists()


def test_what_one_may_not_see_is_not_there(client, outsider, insider, private_board, manager):
    secret = actions.open_topic(
        author=insider, board=private_board, kind="question", title="A prototype drips", source="x"
    )
    curation = close_topic(by=manager, topic=secret, reason=WHY)
    client.force_login(outsider)
    for name in (*FORMS, "record", "manage"):
        assert client.get(f"/topics/{secret.pk}/{name}/").status_code == 404
    assert client.post(f"/curations/{curation.pk}/undo/").status_code == 404


def test_a_form_without_a_reason_says_so(client, topic, manager):
    client.force_login(manager)
    answer = client.post(f"/topics/{topic.pk}/closure/", {"reason": " "})
    assert answer.status_code == 422
    assert "Say why" in answer.content.decode()


def test_readers_are_told_in_a_line(client, topic, manager):
    close_topic(by=manager, topic=topic, reason="See the new one.")
    text = page(client, topic.get_absolute_url())
    assert "See the new one." in text and "Closed" in text and "Manager" in text
    assert "Write a reply" not in text
    assert client.get(f"/topics/{topic.pk}/replies/").status_code == 403
    assert "See the new one." in page(client, f"/topics/{topic.pk}/state/")


def test_the_menu_offers_what_one_may(client, topic, manager, member, outsider):
    address = f"/topics/{topic.pk}/manage/"
    assert address not in page(client, topic.get_absolute_url())
    for who, closes, titles in ((manager, True, True), (member, False, True)):
        client.force_login(who)
        assert address in page(client, topic.get_absolute_url())
        menu = page(client, address)
        assert (f"/topics/{topic.pk}/closure/" in menu) is closes
        assert (f"/topics/{topic.pk}/title/" in menu) is titles
    client.force_login(outsider)
    assert address not in page(client, topic.get_absolute_url())


def test_the_record_shows_everything_to_keepers(client, topic, manager):
    retitle_topic(by=manager, topic=topic, title="Why does the Tern drip?", reason="Clearer.")
    archive_topic(by=manager, topic=topic, reason=WHY)
    client.force_login(manager)
    text = page(client, f"/topics/{topic.pk}/record/")
    for words in ("The Tern drips when idle", "Why does the Tern drip?", "Clearer.", "Archived"):
        assert words in text


def test_a_renamed_topic_is_found_at_its_old_address(client, topic, manager):
    old = topic.get_absolute_url()
    retitle_topic(by=manager, topic=topic, title="Why does the Tern drip?")
    answer = client.get(old)
    assert (answer.status_code, answer["Location"]) == (301, fresh(topic).get_absolute_url())


def test_merging_by_the_form_and_what_old_addresses_do(client, topic, other, manager):
    first, post = topic.get_absolute_url(), other.posts.get()
    client.force_login(manager)
    bad = client.post(f"/topics/{other.pk}/merge/", {"into": "nowhere", "reason": WHY})
    assert bad.status_code == 422
    address = f"http://testserver{first}?after=20"
    answer = client.post(f"/topics/{other.pk}/merge/", {"into": address, "reason": WHY})
    assert answer["Location"] == first
    client.logout()
    for old in (other.get_absolute_url(), f"/t/{other.pk}/"):
        answer = client.get(old)
        assert (answer.status_code, answer["Location"]) == (301, first)
        assert answer["Cache-Control"] == "no-cache", "a merge can be undone"
    assert client.get(f"/p/{post.pk}/")["Location"] == f"{first}#post-{post.pk}"
    assert "merged into this one" in page(client, first)
    assert first in page(client, f"/topics/{other.pk}/state/")
    assert page(client, f"/topics/{other.pk}/newer/?after=1") == ""
    assert "Write a reply" in page(client, first)
    assert other.title not in page(client, "/latest/")


def test_a_merged_topic_in_a_private_space_leads_nobody_there(
    client, topic, manager, insider, private_board, outsider
):
    target = actions.open_topic(
        author=insider, board=private_board, kind="question", title="Canary prototype", source="x"
    )
    merge_topics(by=manager, topics=[topic], into=target, reason=WHY)
    client.force_login(outsider)
    assert client.get(topic.get_absolute_url()).status_code == 404
    client.force_login(insider)
    assert client.get(topic.get_absolute_url()).status_code == 301


def test_splitting_by_the_form(client, topic, manager, outsider):
    posts = [actions.reply(author=outsider, topic=topic, source=f"Reply {n}") for n in range(4)]
    client.force_login(manager)
    address = f"/topics/{topic.pk}/split/"
    assert "Reply 2" in page(client, address)
    fields = {"title": "Another matter", "kind": "question", "reason": WHY}
    assert client.post(address, fields).status_code == 422
    answer = client.post(address, fields | {"post": [posts[2].pk], "rest": "on"})
    new = Topic.objects.get(title="Another matter")
    assert answer["Location"] == new.get_absolute_url()
    assert [post.pk for post in new.posts.order_by("number")] == [posts[2].pk, posts[3].pk]
    assert new.get_absolute_url() in page(client, topic.get_absolute_url())
    assert topic.get_absolute_url() in page(client, new.get_absolute_url())


def test_undoing_what_stands_under_something_else_says_so(client, topic, manager):
    first = retitle_topic(by=manager, topic=topic, title="The first title")
    retitle_topic(by=manager, topic=topic, title="The second title")
    client.force_login(manager)
    answer = client.post(f"/curations/{first.pk}/undo/")
    assert answer.status_code == 409
    assert "changed again" in answer.content.decode()


def test_followers_go_along_and_come_back(topic, other, manager, member, outsider):
    reader, both, tired = make_member("reader"), make_member("both"), make_member("tired")
    deliver_all()  # authors follow what they wrote
    follow(member=reader, target=other)
    follow(member=both, target=other)
    follow(member=both, target=topic)
    follow(member=tired, target=topic)
    unfollow(member=tired, target=topic)
    follow(member=tired, target=other)

    def following(which):
        rows = Subscription.objects.in_force().filter(topic=which)
        return set(rows.values_list("member__handle", flat=True))

    before = following(topic), following(other)
    (curation,) = merge_topics(by=manager, topics=[other], into=topic, reason=WHY)
    assert following(topic) == {"member", "outsider", "reader", "both"}
    from_forums = curation.before["carried"]["notifications.Subscription"]
    assert len(from_forums) == 2
    undo_curation(by=manager, curation=curation)
    assert (following(topic), following(other)) == before


def test_what_was_told_leads_to_where_the_post_is(client, topic, other, manager, outsider, member):
    deliver_all()
    actions.reply(author=member, topic=other, source="Mine, too.")
    deliver_all()
    told = Notification.objects.get(member=outsider)
    merge_topics(by=manager, topics=[other], into=topic, reason=WHY)
    deliver_all()
    assert fresh(told).topic == topic
    assert Notification.objects.visible_to(outsider).exists()


def test_who_wrote_in_a_new_topic_follows_it(topic, manager, outsider):
    aside = actions.reply(author=outsider, topic=topic, source="Which grinder?")
    curation = split_topic(by=manager, topic=topic, posts=[aside], title="Grinders", reason=WHY)
    deliver_all()
    assert Subscription.objects.filter(member=outsider, topic=curation.other).exists()


def test_the_moderation_log_tells_of_it(client, topic, manager, outsider, technique):
    close_topic(by=manager, topic=topic, reason="Nothing more to say.")
    curation = move_topic(by=manager, topic=topic, board=technique, reason="It is about tamping.")
    retitle_topic(by=manager, topic=topic, title="About tamping")
    deliver_all()
    assert sorted(ModerationAct.objects.values_list("kind", flat=True)) == ["close", "move"]
    client.force_login(outsider)
    text = page(client, "/moderation/log/")
    assert "It is about tamping." in text and "About tamping" in text
    assert "Undo" not in text
    act = ModerationAct.objects.get(kind="move")
    assert "About tamping" in page(client, act.get_absolute_url())
    client.force_login(manager)
    assert f"/curations/{curation.pk}/undo/" in page(client, "/moderation/log/")
    client.post(f"/curations/{curation.pk}/undo/")
    deliver_all()
    assert fresh(act).is_undone and fresh(act).undone_by == manager
