"""Edits keep what was said before, with a reason; who saves second sees both texts; wiki posts and struck wordings."""

import re
from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from core.rules import NotAllowed
from forums.actions import EditedMeanwhile, delete_post, edit_post, hide_post, open_topic, reply
from forums.models import Post, PostRevision, RevisionStriking, Topic, WikiOpening
from forums.wording.acts import give_back, strike_out, turn_wiki
from notifications.models import Notification
from spaces.models import Space, SpaceRole
from tests.cast import make_member
from tests.forums.at_once import all_at_once
from tests.world import deliver_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(board, outsider):
    topic = open_topic(
        author=outsider, board=board, kind="question", title="Leaks again", source="It leaks."
    )
    return topic.posts.get()


@pytest.fixture
def trusted(db):
    return make_member("trusted", trust=2)


@pytest.fixture
def keeper_elsewhere(brand):
    keeper = make_member("keeper", trust=1)
    tea = Space.objects.create(slug="tea", name="Tea")
    SpaceRole.objects.create(space=tea, member=keeper, role=Role.MANAGER)
    return keeper


def at(name, post):
    return reverse(f"forums:{name}", args=[post.pk])


def words(post):
    return Post.objects.get(pk=post.pk).source


class TestHistory:
    def test_tells_who_when_why_and_each_word(self, client, outsider, post):
        edit_post(by=outsider, post=post, source="It leaks a lot.", reason="More exact")
        edit_post(by=outsider, post=post, source="It drips a lot.")
        page = client.get(at("post_history", post)).content.decode()
        assert "More exact" in page and outsider.name in page
        assert re.search(r"drips\s*</ins>", page) and re.search(r"leaks\s*</del>", page)

    def test_is_linked_from_the_post_and_its_menu(self, client, outsider, member, post):
        edit_post(by=outsider, post=post, source="It leaks a lot.")
        address = at("post_history", post)
        assert address in client.get(post.topic.get_absolute_url()).content.decode()
        client.force_login(member)
        assert address in client.get(at("post_menu", post)).content.decode()

    def test_of_a_hidden_post_is_for_staff(self, client, outsider, manager, post):
        edit_post(by=outsider, post=post, source="It leaks a lot.")
        hide_post(by=manager, post=post, reason="An advert.")
        assert client.get(at("post_history", post)).status_code == 404
        client.force_login(outsider)
        assert client.get(at("post_history", post)).status_code == 403
        client.force_login(manager)
        assert client.get(at("post_history", post)).status_code == 200

    def test_of_a_private_post_is_not_for_outsiders(self, client, outsider, insider, private_board):
        private = open_topic(
            author=insider, board=private_board, kind="question", title="Secret", source="Hush."
        ).posts.get()
        client.force_login(outsider)
        assert client.get(at("post_history", private)).status_code == 404

    def test_long_ones_come_in_pages(self, client, outsider, post):
        for n in range(45):
            edit_post(by=outsider, post=post, source=f"Edit {n}", reason=f"because-{n}.")
        address, query, seen = at("post_history", post), "", []
        for _page in range(3):
            shown = client.get(address + query).context["history"]
            seen += [each.reason for each in shown.versions]
            query = f"?before={shown.older}"
        assert seen == [f"because-{n}." for n in reversed(range(45))]
        assert client.get(f"{address}?before=x").status_code == 404


class TestStrikingOut:
    @pytest.fixture
    def revision(self, outsider, post):
        edit_post(by=outsider, post=post, source="Call 0555-1234 now.")
        edit_post(by=outsider, post=post, source="Call me now.")
        return post.revisions.order_by("pk").last()

    def test_its_words_are_seen_by_staff_alone(self, client, outsider, manager, post, revision):
        assert "0555" in client.get(at("post_history", post)).content.decode()
        client.force_login(manager)
        address = reverse("forums:striking", args=[revision.pk])
        assert client.post(address, {"reason": ""}).status_code == 422
        assert client.post(address, {"reason": "A number"}, follow=True).status_code == 200
        assert "0555" in client.get(at("post_history", post)).content.decode()
        for reader in (None, outsider):
            client.logout()
            if reader:
                client.force_login(reader)
            page = client.get(at("post_history", post)).content.decode()
            assert "0555" not in page and "A number" in page

    def test_is_on_record_and_undone(self, client, manager, post, revision):
        strike_out(by=manager, revision=revision, reason="A number")
        strike_out(by=manager, revision=revision, reason="Again")
        striking = RevisionStriking.objects.get()
        assert (striking.struck_by, striking.reason) == (manager, "A number")
        assert give_back(by=manager, revision=revision)
        assert not give_back(by=manager, revision=revision)
        assert "0555" in client.get(at("post_history", post)).content.decode()

    def test_others_strike_nothing(
        self, client, outsider, member, keeper_elsewhere, post, revision
    ):
        address = reverse("forums:striking", args=[revision.pk])
        for each in (outsider, member, keeper_elsewhere):
            client.force_login(each)
            assert client.post(address, {"reason": "No"}).status_code == 403
            with pytest.raises(NotAllowed):
                strike_out(by=each, revision=revision, reason="No")
        assert not RevisionStriking.objects.exists()


class TestTwoAtOnce:
    def test_the_second_is_told_and_sees_both_texts(self, client, outsider, manager, post):
        client.force_login(outsider)
        address = at("post_edit", post)
        version = client.get(address).context["form"].initial["version"]
        edit_post(by=manager, post=post, source="Theirs zqa.", reason="Clearer")

        late = client.post(address, {"source": "Mine zqb.", "version": version})

        page = late.content.decode()
        assert late.status_code == 422
        assert "Theirs zqa." in page and "Mine zqb." in page and manager.name in page
        assert words(post) == "Theirs zqa."
        again = late.context["form"].initial["version"]
        assert client.post(address, {"source": "Both.", "version": again}).status_code == 302
        assert words(post) == "Both."

    def test_saving_the_same_words_is_no_quarrel(self, outsider, post):
        edit_post(by=outsider, post=post, source="Same.", version=0)
        edit_post(by=outsider, post=post, source="Same.", version=0)
        assert post.revisions.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_who_save_at_once_one_wins(board, outsider):
    post = open_topic(
        author=outsider, board=board, kind="question", title="Leaks again", source="It leaks."
    ).posts.get()

    def save(n):
        try:
            edit_post(by=outsider, post=post, source=f"Words {n}", version=0)
        except EditedMeanwhile:
            return False
        return True

    assert sum(all_at_once(partial(save, n) for n in range(12))) == 1
    assert post.revisions.count() == 1


class TestEditsOfOthers:
    def test_staff_say_why_and_the_author_is_told(self, client, outsider, manager, post):
        client.force_login(manager)
        address = at("post_edit", post)
        assert client.post(address, {"source": "Better."}).status_code == 422
        with pytest.raises(NotAllowed):
            edit_post(by=manager, post=post, source="Better.")
        assert client.post(address, {"source": "Better.", "reason": "Typo"}).status_code == 302
        deliver_all()
        notice = Notification.objects.get(member=outsider, kind="edited")
        assert (notice.actor, notice.text) == (manager, "Typo")
        revision = PostRevision.objects.get()
        assert (revision.edited_by, revision.reason) == (manager, "Typo")

    def test_nobody_else_edits(self, client, member, trusted, keeper_elsewhere, post):
        silent = make_member("silent", suspended_until=timezone.now() + timedelta(days=3))
        for each in (None, member, trusted, keeper_elsewhere, silent):
            client.logout()
            if each:
                client.force_login(each)
            answer = client.post(at("post_edit", post), {"source": "No.", "reason": "No"})
            assert answer.status_code == (403 if each else 302)
        assert words(post) == "It leaks."


class TestWiki:
    def test_author_opens_and_closes_it(self, client, outsider, post):
        client.force_login(outsider)
        page = client.post(at("post_wiki", post), follow=True).content.decode()
        assert "Wiki" in page and "Undo" in page
        opening = WikiOpening.objects.get()
        assert opening.opened_by == outsider and Post.objects.get(pk=post.pk).is_wiki
        client.post(at("post_wiki", post), {"close": "1"})
        opening.refresh_from_db()
        assert opening.closed_by == outsider and not Post.objects.get(pk=post.pk).is_wiki

    def test_who_earned_it_edits_and_history_says_who(self, client, outsider, trusted, post):
        turn_wiki(by=outsider, post=post, is_open=True)
        client.force_login(trusted)
        assert at("post_edit", post) in client.get(at("post_menu", post)).content.decode()
        assert client.post(at("post_edit", post), {"source": "Ours."}).status_code == 302
        assert trusted.name in client.get(at("post_history", post)).content.decode()
        assert words(post) == "Ours."

    def test_who_has_not_earned_it_edits_nothing(self, client, outsider, member, post):
        turn_wiki(by=outsider, post=post, is_open=True)
        client.force_login(member)
        assert client.post(at("post_edit", post), {"source": "Ours."}).status_code == 403
        assert words(post) == "It leaks."

    @pytest.mark.parametrize("column", ["closed_at", "archived_at"])
    def test_is_not_edited_once_the_conversation_is_over(self, outsider, trusted, post, column):
        turn_wiki(by=outsider, post=post, is_open=True)
        Topic.objects.filter(pk=post.topic_id).update(**{column: timezone.now()})
        with pytest.raises(NotAllowed):
            edit_post(by=trusted, post=post, source="Late.")

    def test_of_a_private_space_is_not_the_outsiders(self, client, insider, trusted, private_board):
        private = open_topic(
            author=insider, board=private_board, kind="question", title="Secret", source="Hush."
        ).posts.get()
        turn_wiki(by=insider, post=private, is_open=True)
        with pytest.raises(NotAllowed):
            edit_post(by=trusted, post=private, source="No.")
        client.force_login(trusted)
        for name in ("post_edit", "post_wiki"):
            assert client.post(at(name, private), {"source": "No."}).status_code == 404

    def test_others_open_nothing(self, client, member, keeper_elsewhere, post):
        assert client.post(at("post_wiki", post)).status_code == 302
        for each in (member, keeper_elsewhere):
            client.force_login(each)
            assert client.post(at("post_wiki", post)).status_code == 403
        assert not WikiOpening.objects.exists()


class TestDeletion:
    def test_has_an_undo_that_brings_it_back(self, client, member, post):
        answer = reply(author=member, topic=post.topic, source="Clean it.")
        client.force_login(member)
        page = client.post(at("post_deletion", answer), follow=True).content.decode()
        assert f'formaction="{at("post_restoration", answer)}" name="undo"' in page
        client.post(at("post_restoration", answer))
        assert Post.objects.get(pk=answer.pk).state == "visible"

    def test_others_bring_nothing_back(self, client, member, manager, outsider, post):
        answer = reply(author=member, topic=post.topic, source="Clean it.")
        delete_post(by=member, post=answer)
        for each in (outsider, manager):
            client.force_login(each)
            assert client.post(at("post_restoration", answer)).status_code in (403, 404)
        assert Post.objects.get(pk=answer.pk).state == "deleted"
