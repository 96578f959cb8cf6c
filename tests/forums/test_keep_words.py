"""What one began to write is kept on the server: on every device, beside another tab's, gone once it is posted."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Browser
from core import limits
from forums import actions
from forums.drafting.words import kept_words, save_words, settle_words
from forums.models import Draft, KeptWords, Post, Topic
from tests.forums.at_once import all_at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(board, member) -> Topic:
    return actions.open_topic(
        author=member, board=board, kind="discussion", title="Which grinder", source="Tell me."
    )


def keep(member, place, source, known=0, **more):
    return save_words(member=member, place=place, source=source, known=known, **more).words


def url(topic):
    return reverse("forums:reply_words", args=[topic.pk])


class TestVersions:
    def test_one_tab_counts_up_and_nothing_is_overtaken(self, outsider, topic):
        words = keep(outsider, topic, "The Wr")
        words = keep(outsider, topic, "The Wren", known=words.version)
        assert (words.source, words.version, words.overtook, words.earlier) == (
            "The Wren",
            2,
            False,
            [],
        )

    def test_two_tabs_keep_both_words(self, outsider, topic):
        keep(outsider, topic, "Buy the Wren")
        words = keep(outsider, topic, "Buy the Tern")
        assert words.overtook
        assert (words.source, words.earlier) == ("Buy the Tern", ["Buy the Wren"])
        words = keep(outsider, topic, "Buy the Wren now", known=1)
        assert (words.source, words.earlier[0]) == ("Buy the Wren now", "Buy the Tern")

    def test_words_that_are_still_there_are_not_called_overtaken(self, outsider, topic):
        keep(outsider, topic, "Buy")
        assert not keep(outsider, topic, "Buy the Wren").overtook

    def test_empty_words_are_nothing(self, outsider, topic):
        keep(outsider, topic, "Buy")
        assert keep(outsider, topic, " ", known=1) is None
        assert not KeptWords.objects.exists()

    def test_a_tab_that_never_saw_them_does_not_empty_them(self, outsider, topic):
        keep(outsider, topic, "Buy")
        keep(outsider, topic, "")
        assert kept_words(outsider, topic).source == "Buy"

    def test_an_edit_that_changes_nothing_is_none(self, member, topic):
        post = topic.posts.get()
        keep(member, post, "Tell us.")
        assert kept_words(member, post).source == "Tell us."
        assert keep(member, post, "Tell me.", known=1) is None

    def test_each_place_and_member_has_its_own(self, member, outsider, topic):
        keep(member, topic, "mine")
        keep(outsider, topic, "theirs")
        keep(member, topic.posts.get(), "an edit")
        assert KeptWords.objects.count() == 3
        assert kept_words(member, topic).source == "mine"

    @pytest.mark.django_db(transaction=True)
    def test_two_tabs_at_once_lose_nothing(self, outsider, topic):
        texts = [f"words of tab {number}" for number in range(4)]
        all_at_once([lambda text=text: keep(outsider, topic, text) for text in texts])
        words = KeptWords.objects.get()
        assert {words.source, *words.earlier} == set(texts)
        assert words.version == 4


class TestDevices:
    def test_found_on_another_device(self, client, outsider, topic):
        client.force_login(outsider)
        client.post(url(topic), {"source": "On the train", "draft_version": "0"})
        here = client.get(url(topic)).json()
        assert (here["source"], here["version"]) == ("On the train", 1)
        assert "another device" not in here["notice"]
        KeptWords.objects.update(browser=Browser.objects.create())
        assert "on another device" in client.get(url(topic)).json()["notice"]

    def test_the_reply_page_and_the_edit_page_begin_with_them(self, client, member, topic):
        post = topic.posts.get()
        keep(member, topic, "Half a <reply>")
        keep(member, post, "Half an edit")
        client.force_login(member)
        assert "Half a &lt;reply&gt;" in client.get(reverse("forums:reply", args=[topic.pk])).text
        assert "Half an edit" in client.get(reverse("forums:post_edit", args=[post.pk])).text

    def test_discarded(self, client, outsider, topic):
        keep(outsider, topic, "no")
        client.force_login(outsider)
        assert client.post(url(topic), {"discard": "yes"}).status_code == 204
        assert client.get(url(topic)).status_code == 204
        assert not KeptWords.objects.exists()

    def test_the_other_tab_is_told(self, client, outsider, topic):
        client.force_login(outsider)
        client.post(url(topic), {"source": "One", "draft_version": "0"})
        said = client.post(url(topic), {"source": "Two", "draft_version": "0"}).json()
        assert "Another tab" in said["notice"]
        assert said["earlier"] == ["One"]


class TestPosting:
    def test_gone_once_posted(self, client, outsider, topic):
        client.force_login(outsider)
        client.post(url(topic), {"source": "I have the W", "draft_version": "0"})
        client.post(
            reverse("forums:reply", args=[topic.pk]),
            {"source": "I have the Wren.", "key": uuid.uuid4()},
        )
        assert Post.objects.filter(author=outsider).count() == 1
        assert not KeptWords.objects.exists()

    def test_words_of_another_device_stay(self, outsider, topic):
        keep(outsider, topic, "A long answer from the train")
        settle_words(member=outsider, place=topic, source="Thanks!", browser_id=uuid.uuid4())
        assert kept_words(outsider, topic)
        settle_words(member=outsider, place=topic, source="A long answer from the train, sent.")
        assert not kept_words(outsider, topic)

    def test_a_save_that_comes_after_the_post_keeps_nothing(self, client, outsider, topic):
        key = uuid.uuid4()
        actions.reply(author=outsider, topic=topic, source="Sent.", key=key)
        client.force_login(outsider)
        late = client.post(url(topic), {"source": "Sent.", "key": key, "draft_version": "0"})
        assert late.status_code == 409
        assert not KeptWords.objects.exists()

    def test_gone_once_edited(self, client, member, topic):
        post = topic.posts.get()
        keep(member, post, "Tell us.")
        client.force_login(member)
        client.post(reverse("forums:post_edit", args=[post.pk]), {"source": "Tell us."})
        assert not KeptWords.objects.exists()

    @pytest.mark.django_db(transaction=True)
    def test_one_form_sent_by_many_presses_makes_one_post(self, outsider, topic):
        key = uuid.uuid4()
        made = all_at_once(
            [lambda: actions.reply(author=outsider, topic=topic, source="Once.", key=key)] * 6
        )
        assert len({post.pk for post in made}) == 1
        topic.refresh_from_db()
        assert (topic.reply_count, topic.posts.count()) == (1, 2)


class TestList:
    def test_lists_what_is_theirs(self, client, member, outsider, topic, board):
        keep(member, topic, "A reply on its way")
        keep(member, topic.posts.get(), "An edit on its way")
        keep(outsider, topic, "Somebody else's")
        actions.save_draft(
            viewer=member,
            browser_id=None,
            key=uuid.uuid4(),
            board=board,
            kind="question",
            title="A question on its way",
            source="",
        )
        client.force_login(member)
        page = client.get(reverse("forums:drafts")).text
        for words in (
            "A reply on its way",
            "An edit on its way",
            "A question on its way",
            "Which grinder",
        ):
            assert words in page
        assert "Somebody else" not in page

    def test_a_conversation_one_may_not_see_any_more_is_not_named(
        self, client, outsider, topic, private_board
    ):
        keep(outsider, topic, "My own words")
        Topic.objects.filter(pk=topic.pk).update(board=private_board, space=private_board.space)
        client.force_login(outsider)
        page = client.get(reverse("forums:drafts")).text
        assert "My own words" in page
        assert "Which grinder" not in page
        assert client.get(url(topic)).status_code == 404

    def test_thrown_away_by_its_writer_alone(self, client, member, outsider, topic):
        words = keep(member, topic, "mine")
        for person, left in ((outsider, 1), (member, 0)):
            client.force_login(person)
            client.post(reverse("forums:drafts"), {"draft": words.pk})
            assert KeptWords.objects.count() == left

    def test_queries_do_not_grow(self, client, member, topic, board, django_assert_max_num_queries):
        client.force_login(member)
        for _ in range(2):
            for number in range(4):
                other = actions.open_topic(
                    author=member,
                    board=board,
                    kind="discussion",
                    title=f"Topic {number}",
                    source="x",
                )
                keep(member, other, "words")
                keep(member, other.posts.get(), "other words")
            with django_assert_max_num_queries(14):
                client.get(reverse("forums:drafts"))


def test_kept_for_thirty_days(member, topic):
    words = keep(member, topic, "old")
    KeptWords.objects.update(updated_at=timezone.now() - timedelta(days=29))
    actions.expire_drafts()
    assert KeptWords.objects.filter(pk=words.pk).exists()
    KeptWords.objects.update(updated_at=timezone.now() - timedelta(days=31))
    actions.expire_drafts()
    assert not KeptWords.objects.exists()


def test_a_question_in_two_tabs_keeps_both(client, member, board):
    client.force_login(member)
    form = {"key": str(uuid.uuid4()), "board": board.pk, "kind": "question", "title": "Why"}
    first = client.post(
        reverse("forums:draft"), form | {"source": "It hums.", "draft_version": "0"}
    )
    assert first.json()["version"] == 1
    said = client.post(
        reverse("forums:draft"), form | {"source": "It hisses.", "draft_version": "0"}
    ).json()
    assert said["earlier"] == ["It hums."]
    draft = Draft.objects.get()
    assert (draft.source, draft.earlier) == ("It hisses.", ["It hums."])


def test_nobody_fills_the_house_with_drafts(client, member, topic, board, monkeypatch):
    """Going on with a draft is quick; beginning ever more of them is not."""
    counted: list[str] = []
    monkeypatch.setattr(
        limits, "count", lambda key, **_: counted.append(key.split(":")[0]) or limits.Answer(True)
    )
    client.force_login(member)
    keys = [str(uuid.uuid4()) for _ in range(2)]
    for key in (keys[0], keys[0], keys[1]):
        client.post("/ask/draft/", {"key": key, "title": "Drips", "source": "It drips."})
    for words in ("One", "One two"):
        client.post(url(topic), {"source": words, "key": keys[0]})
    assert counted.count("new-draft") == 3
    monkeypatch.setattr(
        limits, "count", lambda key, **_: limits.Answer(not key.startswith("new-draft"), 60)
    )
    assert client.post("/ask/draft/", {"key": str(uuid.uuid4()), "source": "x"}).status_code == 429
    assert client.post("/ask/draft/", {"key": keys[1], "source": "x"}).status_code == 200
