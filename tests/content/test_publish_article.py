"""From a draft that only its author sees to an article with a conversation."""

import threading

import pytest
from django.db import connection

from accounts.models import Member, Role
from content.actions import edit_article, publish_article, withdraw_article, write_article
from content.models import Article
from core.rules import NotAllowed
from events.models import Event
from forums.models import Board, Topic
from spaces.models import Space, SpaceRole
from tests.content.conftest import TEXT, write


def test_draft_is_cooked_and_timed(draft: Article) -> None:
    assert "<em>slowly</em>" in draft.html
    assert draft.reading_minutes == 1
    assert draft.slug == "dialling-in"
    assert not Event.objects.filter(kind__startswith="content.").exists()


def test_only_evangelists_of_the_space_write(
    space: Space, private_space: Space, evangelist: Member, member: Member, manager: Member
) -> None:
    for who, where in [(member, space), (manager, space), (evangelist, private_space)]:
        with pytest.raises(NotAllowed):
            write(who, where)


def test_draft_is_seen_by_its_author_alone(
    draft: Article, evangelist: Member, manager: Member, administrator: Member, visitor
) -> None:
    colleague = manager
    SpaceRole.objects.create(space=draft.space, member=colleague, role=Role.EVANGELIST)

    seen = [
        Article.objects.visible_to(who).exists()
        for who in (evangelist, colleague, administrator, visitor)
    ]
    assert seen == [True, False, False, False]


def test_publishing_opens_the_conversation(article: Article, evangelist: Member) -> None:
    topic = article.topic
    assert (topic.title, topic.kind, topic.author) == (
        "Dialling in",
        Topic.Kind.DISCUSSION,
        evangelist,
    )
    assert article.get_absolute_url() in topic.posts.get().html
    event = Event.objects.get(kind="content.ArticlePublished")
    assert event.facts["topic_id"] == topic.pk


def test_conversation_prefers_the_board_of_articles(
    draft: Article, evangelist: Member, space: Space
) -> None:
    place = Board.objects.create(
        space=space, slug="articles", name="Articles", kinds=["discussion"], position=9
    )

    assert publish_article(member=evangelist, article=draft).topic.board == place


def test_space_without_a_board_for_it_publishes_without_a_conversation(
    draft: Article, evangelist: Member
) -> None:
    Board.objects.update(kinds=["question"])

    assert publish_article(member=evangelist, article=draft).topic is None


def test_publishing_twice_opens_one_conversation(article: Article, evangelist: Member) -> None:
    again = publish_article(member=evangelist, article=article)

    assert again.topic == article.topic
    assert Event.objects.filter(kind="content.ArticlePublished").count() == 1


def test_withdrawn_article_comes_back_with_its_conversation_and_date(
    article: Article, evangelist: Member, member: Member
) -> None:
    withdraw_article(member=evangelist, article=article)
    assert not Article.objects.visible_to(member).exists()
    article.refresh_from_db()

    back = publish_article(member=evangelist, article=article)

    assert (back.topic, back.published_at) == (article.topic, article.published_at)
    assert Article.objects.visible_to(member).exists()


def test_members_neither_publish_nor_withdraw_nor_edit(
    draft: Article, article: Article, member: Member
) -> None:
    with pytest.raises(NotAllowed):
        withdraw_article(member=member, article=article)
    with pytest.raises(NotAllowed):
        edit_article(member=member, article=article, title="Mine", source="Mine")


def test_edit_keeps_the_address(article: Article, evangelist: Member) -> None:
    edited = edit_article(
        member=evangelist, article=article, title="Dialling in, again", source="word " * 900
    )

    assert (edited.slug, edited.reading_minutes) == ("dialling-in", 4)
    assert Event.objects.filter(kind="content.ArticleEdited").count() == 1


def test_titles_that_collide_get_addresses_of_their_own(evangelist: Member, space: Space) -> None:
    titles = ["Water", "Water", "Water!", "New", "水", "水"]

    slugs = [write(evangelist, space, title).slug for title in titles]

    assert slugs == ["water", "water-2", "water-3", "new-2", "article", "article-2"]


def test_same_form_twice_makes_one_draft(evangelist: Member, space: Space) -> None:
    key = "0b0e0f52-9d5a-4c55-8a56-0f1b63a4b1aa"

    assert write(evangelist, space, key=key) == write(evangelist, space, key=key)
    assert Article.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_racing_forms_and_titles(evangelist: Member, space: Space) -> None:
    """Four threads: two send one form, two others the same title."""
    keys = ["0b0e0f52-9d5a-4c55-8a56-0f1b63a4b1aa"] * 2 + [None, None]
    barrier, errors = threading.Barrier(4), []

    def run(key: str | None) -> None:
        try:
            barrier.wait(10)
            write_article(author=evangelist, space=space, title="Water", source=TEXT, key=key)
        except Exception as error:  # noqa: BLE001 - what went wrong is the answer
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(key,)) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert errors == []
    assert sorted(Article.objects.values_list("slug", flat=True)) == ["water", "water-2", "water-3"]
